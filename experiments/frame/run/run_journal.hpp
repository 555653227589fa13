#pragma once
// What a run has finished since its result file was last written: pieces of the part in hand, and short
// parts.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "frame/experiment.hpp"
#include "frame/run/input_files.hpp"
#include "frame/run/pieces.hpp"
#include "frame/run/timings.hpp"
#include "kolmo/io/journal.hpp"
#include "kolmo/io/provenance.hpp"

namespace kolmo::frame {

/// The file in a run's directory; it is gone once all parts stand in the result.
inline constexpr char journal_name[] = "unfinished.journal";

/// The journal of a run. It holds good for this very program, configuration, instruction set and data: what
/// another one left is not used.
class RunJournal {
 public:
  RunJournal(const std::filesystem::path& directory, const std::string& configuration,
             const std::vector<InputFile>& inputs, const io::Provenance& provenance);

  /// What was found when the run was resumed, in words; empty where there was nothing to say.
  std::string found_in_words() const;

  /// The pieces of a part that is about to be computed; `kept` is called after each that is kept.
  std::unique_ptr<Pieces> pieces_of(const std::string& part, std::function<void()> kept);

  /// A part that is finished, with its checks and its timings, before the result file holds it.
  void keep(const std::string& part, const io::Group& group, const std::vector<Timing>& timings);
  /// Whether that was done; then makes its group under `root` and adds the timings.
  bool restore(const std::string& part, io::Group& root, std::vector<Timing>& timings) const;

  /// The result file holds all of it.
  void clear() { journal_.clear(); }

 private:
  io::Journal journal_;
};

}  // namespace kolmo::frame
