#include "kolmo/io/journal.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "io/descriptor.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::io {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "record 1";
constexpr std::size_t digest_size = 64, head_size = magic.size() + 16;

std::string little_endian(std::uint64_t number) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xff);
  return bytes;
}

std::uint64_t number_at(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i)
    number |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return number;
}

[[noreturn]] void unreadable(const fs::path& path) {
  throw InvalidData(path.string() + ": cannot read: " + std::strerror(errno));
}

/// Whether a regular file stands there; a link is none.
bool stands(const fs::path& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0) return S_ISREG(status.st_mode);
  if (errno == ENOENT) return false;
  unreadable(path);
}

}  // namespace

Journal::Journal(fs::path path, std::string_view owner)
    : path_(std::move(path)), header_("kolmo journal 1\n" + sha256(owner) + "\n") {
  constexpr std::size_t most_bytes = std::size_t{1} << 40;
  if (stands(path_)) scan(read_file(path_, most_bytes));
}

Journal::~Journal() = default;

void Journal::scan(std::string_view contents) {
  if (contents.substr(0, header_.size()) != header_) {
    foreign_ = true;
    return;
  }
  end_ = header_.size();
  for (std::string_view rest = contents.substr(end_); rest.size() >= head_size + digest_size;) {
    if (rest.substr(0, magic.size()) != magic) break;
    const std::uint64_t name = number_at(rest.substr(magic.size())),
                        bytes = number_at(rest.substr(magic.size() + 8));
    const std::uint64_t room = rest.size() - head_size - digest_size;
    if (name > room || bytes > room - name) break;
    const std::size_t hashed = head_size + name + bytes;
    if (sha256(rest.substr(0, hashed)) != rest.substr(hashed, digest_size)) break;
    places_[std::string(rest.substr(head_size, name))] = {end_ + head_size + name, bytes};
    end_ += hashed + digest_size;
    rest.remove_prefix(hashed + digest_size);
  }
  torn_ = contents.size() - end_;
}

std::optional<std::string> Journal::find(const std::string& name) const {
  const auto place = places_.find(name);
  if (place == places_.end()) return std::nullopt;
  const Descriptor file(path_, O_RDONLY | O_NOFOLLOW);
  if (file.value() < 0) unreadable(path_);
  std::string bytes(place->second.size, '\0');
  for (std::size_t filled = 0; filled < bytes.size();) {
    const ssize_t got = ::pread(file.value(), bytes.data() + filled, bytes.size() - filled,
                                static_cast<off_t>(place->second.begin + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) unreadable(path_);
    if (got == 0) throw InvalidData(path_.string() + ": it was cut while the run read it");
    filled += static_cast<std::size_t>(got);
  }
  return bytes;
}

void Journal::open_for_writing() {
  if (end_ == 0 && ::unlink(path_.c_str()) != 0 && errno != ENOENT) fail_to("remove", path_);
  auto file = std::make_unique<Descriptor>(path_, O_WRONLY | O_CREAT | O_NOFOLLOW);
  if (file->value() < 0) fail_to("open", path_);
  if (::ftruncate(file->value(), static_cast<off_t>(end_)) != 0) fail_to("cut", path_);
  if (::lseek(file->value(), 0, SEEK_END) < 0) fail_to("seek in", path_);
  if (end_ == 0) write_all(file->value(), header_, path_);
  if (end_ == 0) end_ = header_.size();
  file_ = std::move(file);
}

void Journal::append(const std::string& name, std::string_view bytes) {
  if (file_ == nullptr) open_for_writing();
  const std::string head =
      std::string(magic) + little_endian(name.size()) + little_endian(bytes.size()) + name;
  Sha256 digest;
  digest.update(head);
  digest.update(bytes);
  try {
    write_all(file_->value(), head, path_);
    write_all(file_->value(), bytes, path_);
    write_all(file_->value(), digest.finish(), path_);
  } catch (const WriteError&) {
    file_.reset();  // the next one cuts off what was written of this one
    throw;
  }
  places_[name] = {end_ + head.size(), bytes.size()};
  end_ += head.size() + bytes.size() + digest_size;
  const auto now = std::chrono::steady_clock::now();
  if (std::chrono::duration<double>(now - synced_).count() < seconds_between_syncs) return;
  if (::fdatasync(file_->value()) != 0) fail_to("fsync", path_);
  synced_ = now;
}

void Journal::clear() {
  file_.reset();
  places_.clear();
  end_ = 0;
  if (::unlink(path_.c_str()) != 0 && errno != ENOENT) fail_to("remove", path_);
}

}  // namespace kolmo::io
