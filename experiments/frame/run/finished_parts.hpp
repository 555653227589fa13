#pragma once
// What a run has finished: its parts, in the result file and, until they stand there, in its journal.

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "frame/experiment.hpp"
#include "frame/result/check_table.hpp"
#include "frame/run/input_files.hpp"
#include "frame/run/run_journal.hpp"
#include "frame/run/run_log.hpp"
#include "kolmo/io/provenance.hpp"
#include "kolmo/io/result_file.hpp"

namespace kolmo::frame {

/// The result of one run, as it grows: parts are begun, and then finished and kept, or given up.
class FinishedParts {
 public:
  using Clock = std::chrono::steady_clock;

  /// Describes the run, which began at `start`, in a result file that begins empty; nothing is written before
  /// a part is finished.
  FinishedParts(const Experiment& experiment, const io::Configuration& configuration,
                const std::filesystem::path& directory, const std::vector<InputFile>& inputs,
                io::Provenance provenance, Clock::time_point start);

  /// Takes up what an earlier call committed. Throws UsageError where that was another program, InvalidData
  /// where it was another run.
  void resume(const Experiment& experiment, const io::Configuration& configuration);

  /// What its journal held, in words; empty where there is nothing to say.
  std::string found_in_words() const { return journal_.found_in_words(); }

  /// Whether the part was finished by an earlier call; it is in the tree then.
  bool was_finished(const std::string& part);

  /// The group of a part that begins, and where its pieces are kept; `kept` is called after each.
  io::Group& begin(const std::string& part) { return file_.group(part); }
  std::unique_ptr<Pieces> pieces_of(const std::string& part, std::function<void()> kept) {
    return journal_.pieces_of(part, std::move(kept));
  }

  /// Writes its checks into its group, and notes what was timed in it.
  void finish(const std::string& part, std::vector<verify::Check> checks, std::vector<Timing> timings);

  /// Puts the part that was finished last on the disk. The result file is written whole, so only so often
  /// that this takes a tenth of the time; until then the journal holds the part.
  void keep_last();

  /// It could not be finished: its group goes.
  void give_up(const std::string& part) { file_.root().remove(part); }

  /// Writes the result file where a finished part is not in it.
  void commit_what_is_left();

  /// All parts stand in the result file: no journal is needed any more.
  void close() { journal_.clear(); }

  const std::vector<PartChecks>& checks() const { return finished_; }
  const io::ResultFile& file() const { return file_; }

 private:
  void commit();

  io::Provenance provenance_;
  io::ResultFile file_;
  std::filesystem::path directory_;
  RunJournal journal_;
  std::vector<std::string> committed_before_;
  std::vector<PartChecks> finished_;
  std::vector<Timing> timings_, timings_of_last_;
  Clock::time_point start_, committed_;
  Clock::duration seconds_of_commit_{0};
  bool is_committed_ = true;  ///< all finished parts are
};

}  // namespace kolmo::frame
