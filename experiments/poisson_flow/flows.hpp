#pragma once
// Flows that generate a cloud of points from a prior, each on a clock of its own.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/green_flow/green_kernel.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::poisson_flow {

/// Blur at the end of the Gaussian flows, and the deviation to which kernels narrow, in deviations of the
/// data; and the deviation of the priors that grow with time.
inline constexpr double narrowest = 0.02, widest = 40;

/// The kernel of ψ(r, t) for points of so many coordinates. Throws InvalidArgument for a text that is no
/// radial distribution function.
std::shared_ptr<const green_flow::GreenKernel> psi_kernel(Index dimension, const std::string& psi);

struct GeneratingFlow {
  std::string name;
  std::shared_ptr<const process::VelocityField> velocity;
  double start, end;  ///< of its clock
  std::function<Points(Index n, const RandomStream& stream)> prior;
  /// P(e·X ≤ u) of what it ends with, exactly; null where it is not known.
  std::function<double(const Eigen::VectorXd& direction, double u)> projected;
  /// Bound of the total variation between its prior and the law there, in one coordinate: 3√3/(8π) var/T²
  /// where it is known.
  double prior_error = 0;
};

/// Poisson, PFGM++ with D = 8, 128, 2048, variance exploding and preserving, flow matching and its reflow on
/// 1024 pairs, and that of ψ, for data of mean
/// 0 and variance 1 in every coordinate. Throws InvalidArgument for a ψ that is no radial distribution
/// function.
std::vector<GeneratingFlow> generating_flows(const Points& data, const std::string& psi,
                                             const RandomStream& stream);

/// Evaluations and places of a run of one flow.
struct Generated {
  Points end;
  double evaluations;
  double length = 0, chord = 0;  ///< averaged over particles; only where `parts` of the path were looked at
  std::vector<Points> path = {};
};
Generated generate(const GeneratingFlow& flow, const Points& start, double tolerance, Index parts = 1);

}  // namespace kolmo::poisson_flow
