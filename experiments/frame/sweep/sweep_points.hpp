#pragma once
// The points of a sweep as runs of their own: processes of this program, each in its own directory.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "frame/command_line/command_line.hpp"
#include "frame/sweep/sweep.hpp"

namespace kolmo::frame {

/// How a point ended: its exit status, and the last line that it said where it was none of 0, 1, 2.
struct PointOutcome {
  int status = -1;
  std::string reason;
};

/// "points/000", of so many.
std::string point_name(std::size_t point, std::size_t count);

/// Runs the points that did not end with 0, 1 or 2 in an earlier call, at most `options.threads` (or all that
/// there are) at a time, which share the threads; each writes into directory/points. Their numbers depend on
/// neither. `finished(point, outcome)` is called after each. A stop is handed on to the points that run, and
/// thrown as Stopped: what they finished is kept. Throws io::WriteError where no process can be started.
std::vector<PointOutcome> run_points(
    const std::filesystem::path& directory, const Options& options, const std::vector<SweepAxis>& axes,
    const std::function<void(std::size_t point, const PointOutcome& outcome)>& finished);

}  // namespace kolmo::frame
