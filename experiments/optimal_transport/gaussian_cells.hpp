#pragma once
// Gaussians on grids and nodes.

#include "kolmo/core/grid.hpp"

namespace kolmo::optimal_transport {

/// Averages over the cells of N(mean, deviation²), of mass 1.
Eigen::ArrayXd gaussian_averages(const Axis& axis, double mean, double deviation);

/// N(mean, deviation²) at the centres of the cells, of mass 1.
Eigen::ArrayXd gaussian_values(const Axis& axis, double mean, double deviation);

/// ∫ x^k ρ by the sum over centres, k = 0, 1, 2.
double moment(const Axis& axis, const Eigen::ArrayXd& rho, int k);

}  // namespace kolmo::optimal_transport
