#pragma once
// Signals and the wall time, as requests to stop.

#include <optional>

namespace kolmo::frame {

/// While it lives: the first SIGINT, SIGTERM or SIGHUP, and the end of the wall time, call
/// kolmo::request_stop(); a second signal of the same kind kills. A closed pipe or a file size limit is an
/// error of the write that meets it, not a signal.
class StopSignals {
 public:
  explicit StopSignals(std::optional<double> max_wall_time);
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();
};

}  // namespace kolmo::frame
