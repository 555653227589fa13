#pragma once
// Continuation of log p into cells where p says nothing.

#include "kolmo/core/grid.hpp"

namespace kolmo::fokker_planck {

/// log p where p ≥ lowest > 0 (at least one cell); elsewhere log of the Gaussian with p's mean and covariance
/// (those of p cut off below `lowest`), plus a remainder that goes on from the nearest resolved cells: layer
/// by layer the mean of its known neighbours, so that no noise grows. Exact for Gaussians (but for what is
/// cut off); the score it leads to points inward.
Eigen::ArrayXd log_density_everywhere(const Grid& grid, const Eigen::ArrayXd& p, double lowest);

}  // namespace kolmo::fokker_planck
