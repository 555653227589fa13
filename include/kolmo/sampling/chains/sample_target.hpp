#pragma once
// Draws of a target: a scale is found, chains warm up, adaptation stops, and then every draw counts.

#include <string>
#include <vector>

#include "kolmo/sampling/chains/adapt_step.hpp"
#include "kolmo/sampling/diagnostics/convergence.hpp"

namespace kolmo::sampling {

struct SamplePlan {
  std::shared_ptr<const Target> target;
  Eigen::ArrayXd start;     ///< log p is finite there
  std::string method;       ///< of kernels(), or "parallel_tempering" (of MALA)
  Index chains = 4;         ///< ≥ 2
  Index draws = 1000;       ///< kept of each chain, ≥ 8
  Index every = 1;          ///< steps a draw
  Index rounds = 60;        ///< of 20 steps of warm-up, ≥ 16
  double acceptance = 0;    ///< wanted; 0: the kernel's best
  double accuracy = 0.01;   ///< of methods that never reject: relative bias of the variance of a Gaussian
  double trajectory = 1.5;  ///< of hmc, in deviations of the target: π/2 is a quarter period of a Gaussian
  double jitter = 0;        ///< of hmc, in [0, 1)
  std::vector<double> betas = {};  ///< of parallel tempering
  RandomStream stream;
};

/// What was drawn. The sampler worked in y, x = centre + scale y, where steps are pure numbers.
struct Samples {
  std::vector<ChainDraws> coordinates;  ///< of each coordinate: draws×chains
  ChainDraws log_density;
  ChainDraws acceptance;  ///< min(1, e^{log ratio}) of the step before each draw; 1 where nothing is rejected
  KernelSettings settings;
  Eigen::VectorXd centre;
  Eigen::MatrixXd scale;
  Index warm_up_steps = 0;
  double round_trips = 0;  ///< of parallel tempering, a chain
};

/// 1. Along each axis from the start, the smallest power of two by which log p changes by 1 on either side:
/// the
///    target's own length there, in any unit; chains start within it, normally distributed.
/// 2. Half of the rounds adapt the step of the kernel (of MALA for one that never rejects); the chains'
/// second half of
///    them gives mean and covariance, whose Cholesky factor becomes the scale.
/// 3. The other half adapts the step again. A method that never rejects takes h = 2a (order 1), √a (order 2)
/// or 2√a
///    (kinetic), a = accuracy: what its bias of a Gaussian's variance is, or is bounded by.
/// 4. Nothing adapts any more. Of points that count with weights (adaptive_step_weighted) draws are those
/// that stand
///    at equal distances of the sum of the weights, so that draws count alike; all steps are in memory for
///    that.
/// Powers of two of the unit keep all bits of y. Throws InvalidArgument for a wrong argument,
/// NumericalFailure where log p is not finite at the start or does not change within 2^±300.
Samples sample_target(const SamplePlan& plan);

/// The methods that a plan may name.
std::vector<std::string> sampling_methods();

/// Step 1: the length along each axis.
Eigen::ArrayXd axis_lengths(const Target& target, const Eigen::ArrayXd& start);

}  // namespace kolmo::sampling
