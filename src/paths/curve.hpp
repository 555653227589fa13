#pragma once
// Curves as columns of points, and how they are spread along their length.

#include <Eigen/Core>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::paths {

using Curve = Eigen::MatrixXd;  ///< d×(M + 1)

/// Arc length up to each point.
Eigen::VectorXd arcs(const Curve& y);

/// Points at equal arcs, on cubics through the points with the slopes of central differences (Catmull and
/// Rom).
Curve with_equal_arcs(const Curve& y);

}  // namespace kolmo::paths
