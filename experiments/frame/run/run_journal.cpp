#include "frame/run/run_journal.hpp"

#include "frame/run/packed_group.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::frame {
namespace {

std::string key_of(const std::string& part) { return "part\n" + part; }

/// What the bits of a piece hang on beside its name. A program that cannot be read (to be hashed) is like no
/// other call of it.
std::string owner(const std::string& configuration, const std::vector<InputFile>& inputs,
                  const io::Provenance& provenance) {
  std::string text = configuration + "\n" + provenance.program_sha256 + "\n" + provenance.instruction_set +
                     "\n" + describe(inputs);
  if (provenance.program_sha256 == "unknown") text += "\n" + provenance.start_time;
  return text;
}

}  // namespace

RunJournal::RunJournal(const std::filesystem::path& directory, const std::string& configuration,
                       const std::vector<InputFile>& inputs, const io::Provenance& provenance)
    : journal_(directory / journal_name, owner(configuration, inputs, provenance)) {}

std::string RunJournal::found_in_words() const {
  if (journal_.was_foreign())
    return std::string(journal_name) + " is another program's, or of another configuration: it is not used";
  if (journal_.records() == 0 && journal_.torn_bytes() == 0) return "";
  std::string words = number_text(journal_.records()) + " finished pieces stand in " + journal_name;
  if (journal_.torn_bytes() > 0)
    words += "; the last " + number_text(journal_.torn_bytes()) + " bytes are no whole piece and are dropped";
  return words;
}

std::unique_ptr<Pieces> RunJournal::pieces_of(const std::string& part, std::function<void()> kept) {
  return std::make_unique<Pieces>(journal_, part, std::move(kept));
}

void RunJournal::keep(const std::string& part, const io::Group& group, const std::vector<Timing>& timings) {
  Packer packer;
  packer(timings);
  pack_group(packer, group);
  journal_.append(key_of(part), packer.bytes());
}

bool RunJournal::restore(const std::string& part, io::Group& root, std::vector<Timing>& timings) const {
  const std::optional<std::string> bytes = journal_.find(key_of(part));
  if (!bytes) return false;
  Unpacker unpacker(*bytes);
  const auto more = unpacker.take<std::vector<Timing>>();
  unpack_group(unpacker, root.group(part));
  timings.insert(timings.end(), more.begin(), more.end());
  return true;
}

}  // namespace kolmo::frame
