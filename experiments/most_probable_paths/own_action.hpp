#pragma once
// What [problem.NAME.analysis] asks of an action: the process in coordinates in which its noise does not
// depend on the state, the ends of the path in them, and the sides of the domain.

#include <memory>

#include "kolmo/io/configuration.hpp"
#include "kolmo/paths/path_action.hpp"
#include "kolmo/problem/problem.hpp"
#include "kolmo/process/derived/lamperti_transform.hpp"

namespace kolmo::most_probable_paths {

struct OwnAction {
  problem::Problem given;
  Eigen::VectorXd from;
  std::vector<Eigen::VectorXd> to;  ///< on a ring the place itself, and once more round either way
  double time;
  Eigen::ArrayXd scale;  ///< in the action's own coordinates
  bool constant;         ///< drift and noise are the same at all times
  /// Null where the noise does not depend on the state: x is the action's coordinate.
  std::shared_ptr<const process::LampertiTransform> whole = {}, leading = {};

  /// Onsager and Machlup's action asks the process itself, Freidlin and Wentzell's what is left as the noise
  /// vanishes.
  const process::Process& process(paths::ActionKind kind) const;
  paths::PathAction action(paths::ActionKind kind) const;
  Eigen::VectorXd to_action(const Eigen::VectorXd& x) const;
  Points from_action(const Points& path) const;
  bool has_walls() const;
  /// How far the path stays from the nearest wall, of the domain's width; negative beyond it. Infinity
  /// without walls.
  double distance_from_walls(const Points& path) const;
};

/// Throws located.
OwnAction read_own_action(const io::Configuration& configuration, const std::string& name);

}  // namespace kolmo::most_probable_paths
