#pragma once
// Signals and the wall time, as requests to stop.

#include <optional>

namespace kolmo::frame {

/// From now on a file size limit is an error of the write that meets it, not a signal that kills without a
/// word.
void ignore_file_size_signal();

/// While it lives: the first SIGINT, SIGTERM or SIGHUP calls kolmo::request_stop(); a second signal of the
/// same kind kills. So does the end of the wall time, but not before progress_is_saved(): a run that is given
/// less time than its first part takes would otherwise begin that part again and again. A closed pipe is an
/// error of the write that meets it.
class StopSignals {
 public:
  explicit StopSignals(std::optional<double> max_wall_time);
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  /// Something was finished and committed: from now on the end of the wall time stops, at once if it has
  /// passed.
  void progress_is_saved();
  /// Whether the wall time is over.
  bool time_is_over() const;
};

}  // namespace kolmo::frame
