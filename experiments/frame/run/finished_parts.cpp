#include "frame/run/finished_parts.hpp"

#include <algorithm>

#include "frame/command_line/command_line.hpp"
#include "frame/result/root_attributes.hpp"
#include "frame/run/run_directory.hpp"
#include "frame/run/timings.hpp"

namespace kolmo::frame {

FinishedParts::FinishedParts(const Experiment& experiment, const io::Configuration& configuration,
                             const std::filesystem::path& directory, const std::vector<InputFile>& inputs,
                             io::Provenance provenance, Clock::time_point start)
    : provenance_(std::move(provenance)),
      file_(directory),
      directory_(directory),
      journal_(directory, configuration.hash(), inputs, provenance_),
      start_(start),
      committed_(start) {
  describe_root(file_.root(), experiment, configuration, describe(inputs));
  provenance_.write(file_.group("provenance"));
}

void FinishedParts::resume(const Experiment& experiment, const io::Configuration& configuration) {
  committed_before_ = io::ResultFile::finished_groups(directory_);
  if (committed_before_.empty()) return;
  require_same_run(directory_, experiment.name, configuration);
  io::ResultFile before(directory_);
  before.load_group(directory_, "provenance");
  const std::string difference = provenance_.difference_from(before.group("provenance"));
  if (!difference.empty())
    throw UsageError("--resume: the finished parts were " + difference + ": the numbers could differ");
  timings_ = read_timings(before.group("provenance"));
}

bool FinishedParts::was_finished(const std::string& part) {
  if (std::find(committed_before_.begin(), committed_before_.end(), part) != committed_before_.end()) {
    file_.load_group(directory_, part);
  } else if (journal_.restore(part, file_.root(), timings_)) {
    is_committed_ = false;
  } else {
    return false;
  }
  finished_.push_back({part, read_checks(file_.group(part))});
  return true;
}

void FinishedParts::finish(const std::string& part, std::vector<verify::Check> checks,
                           std::vector<Timing> timings) {
  write_checks(file_.group(part), checks);
  finished_.push_back({part, std::move(checks)});
  for (Timing& timing : timings) timing.what = part + "/" + timing.what;
  timings_.insert(timings_.end(), timings.begin(), timings.end());
  timings_of_last_ = std::move(timings);
}

void FinishedParts::keep_last() {
  const std::string& part = finished_.back().part;
  is_committed_ = false;
  if (Clock::now() - committed_ < 10 * seconds_of_commit_)
    return journal_.keep(part, file_.group(part), timings_of_last_);
  commit();
  journal_.clear();
}

void FinishedParts::commit_what_is_left() {
  if (!is_committed_) commit();
}

void FinishedParts::commit() {
  const auto begin = Clock::now();
  const std::chrono::duration<double> elapsed = begin - start_;
  provenance_.wall_time = elapsed.count();
  provenance_.write(file_.group("provenance"));
  write_timings(timings_, file_.group("provenance"));
  is_committed_ = true;  // also where it fails: what cannot be written is not tried again
  file_.commit();
  committed_ = Clock::now();
  seconds_of_commit_ = committed_ - begin;
}

}  // namespace kolmo::frame
