#pragma once
// What an estimate of a divergence is worth: its mean and variance over probes at one place.

#include <Eigen/Core>

#include "kolmo/ode/trace_estimate.hpp"

namespace kolmo::measure {

/// Over the rows of `probes` (n×d) at (t, x), x one row, by ode::estimate_divergence with this width.
struct TraceMoments {
  double mean, standard_error, variance;
};
TraceMoments trace_moments(const process::VelocityField& velocity, double t, const Points& x,
                           const Points& probes, double width);

/// n probes.
Points probes(ode::Probe kind, const RandomStream& stream, Index n, Index dimension);

/// ∇v at (t, x), x one row, by central differences of this width: entry (j, k) = ∂v_j/∂x_k.
Eigen::MatrixXd velocity_jacobian(const process::VelocityField& velocity, double t, const Points& x,
                                  double width);

/// The variance of the estimate from one probe: 2 Σ_{i≠j} A_ij² (Rademacher) or 2 ‖A‖_F² (Gaussian), A the
/// symmetric part of the Jacobian.
double trace_variance(ode::Probe kind, const Eigen::MatrixXd& jacobian);

}  // namespace kolmo::measure
