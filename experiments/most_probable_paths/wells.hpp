#pragma once
// The double well V = (x² − 1)² at T = ½ (g = 1), between its minima; and what several paths say together.

#include "kolmo/io/group.hpp"
#include "kolmo/paths/most_probable_path.hpp"

namespace kolmo::most_probable_paths {

/// The process itself, which actions refer to.
const process::Process& double_well();
/// Between t = 0 and the end.
paths::PathAction action(paths::ActionKind kind, double end,
                         paths::ActionRule rule = paths::ActionRule::trapezoid);
/// From −1 to 1: the minimum; and the saddle, least among the antisymmetric paths: the minimum from −1 to 0
/// in half the time, mirrored, then Newton's iteration in all directions.
paths::StationaryPath minimum(const paths::PathAction& action, Index steps);
paths::StationaryPath saddle(const paths::PathAction& action, Index steps);

/// The most probable path on a coarse clock, then on halved steps from there.
paths::StationaryPath refined(const paths::PathAction& action, const Eigen::VectorXd& from,
                              const Eigen::VectorXd& to, Index steps);

/// The limit of values with errors in h² at h, h/2, h/4.
double richardson(const std::vector<double>& values);

/// Curves over time as "paths" of a group: name, path.
void write_over_time(const std::vector<std::pair<std::string, Points>>& all, double begin, double end,
                     const std::string& name, io::Group& part);

}  // namespace kolmo::most_probable_paths
