// A run's journal and the pieces in it, whatever bytes stand there.

#include <optional>

#include "frame/run/packed_group.hpp"
#include "fuzzer.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/journal.hpp"

namespace kolmo::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr char owner[] = "the fuzzer";

/// The bytes as what stands behind a journal's header. What is whole is found, and one more record stands
/// behind it; the rest is dropped.
bool file(const fs::path& path, const std::string& bytes) {
  fs::remove(path);
  { io::Journal(path, owner).append("", ""); }
  std::string header = slurp(path);
  header.resize(header.find('\n', header.find('\n') + 1) + 1);
  write(path, header + bytes);
  std::size_t whole = 0;
  {
    io::Journal journal(path, owner);
    require(!journal.was_foreign(), "its own header is foreign");
    require(journal.torn_bytes() <= bytes.size(), "more is torn than was there");
    whole = journal.records();
    journal.append("one more", bytes);
  }
  io::Journal again(path, owner);
  require(again.torn_bytes() == 0, "what was torn is still there");
  require(again.records() == whole + 1 || again.records() == whole, "a record was lost");  // of that name
  require(again.find("one more") == bytes, "a record has other bytes");
  return whole > 0;
}

/// The bytes as a part: refused, or a group that packed again is the same.
bool part(const std::string& bytes) {
  io::Group root("");
  try {
    frame::Unpacker unpacker(bytes);
    frame::unpack_group(unpacker, root.group("part"));
  } catch (const InvalidData&) {
    return false;
  } catch (const InvalidArgument&) {
    return false;
  }
  frame::Packer packer;
  frame::pack_group(packer, root.group("part"));
  io::Group other("");
  frame::Unpacker unpacker(packer.bytes());
  frame::unpack_group(unpacker, other.group("part"));
  require(io::digest(root) == io::digest(other), "packed again it is another part");
  return true;
}

}  // namespace

Target journal_target(const fs::path& scratch) {
  const std::string one("\1\0\0\0\0\0\0\0", 8), none(8, '\0');
  return {"journal",
          {"record 1", one, none, std::string("\xff\xff\xff\xff\xff\xff\xff\x7f", 8), "title", "one more"},
          [scratch](const std::string& bytes) {
            const bool is_part = part(bytes);
            return file(scratch / "unfinished.journal", bytes) || is_part;
          }};
}

}  // namespace kolmo::fuzz
