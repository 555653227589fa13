#pragma once
// Paths under another drift, with the weights that undo it.

#include <cstdint>
#include <functional>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::paths {

/// out(i, ·) = u(t, x_i): what is added to the drift, in units of the noise. Called in parallel.
using Control = std::function<void(double t, const ConstBlock& x, Block out)>;

/// out(i) = −1 or 1 where the path ends in x_i, 0 where it goes on. Called in parallel.
using PathEnd = std::function<void(const ConstBlock& x, Values out)>;

/// Steps of Euler and Maruyama of dX = (f + g u) dt + g dW, scalar noise, with the weight of the path under u
/// = 0,
///     log w = −Σ [u·ξ √h + ½|u|² h],
/// the ratio of the two chains' path densities exactly, whatever h is: E w φ(path) is the mean without
/// control. Its mean is 1; its variance may be infinite, which no sample shows. Source: Girsanov (1960);
/// Maruyama (1954).
struct WeightedPaths {
  const process::Process& process;  ///< must outlive the call
  Control control;                  ///< empty: u = 0
  double step;                      ///< h
  Index steps;                      ///< at most; a path that has no end yet is censored
  RandomStream stream;
  PathEnd end = {};  ///< looked at after every step; empty: all paths take all steps
};

/// One entry a path.
struct WeightedEnds {
  Points x;  ///< where it ended
  Eigen::ArrayXd log_weight;
  std::vector<std::int8_t> side;  ///< −1, 1, or 0 where it was censored
  Eigen::ArrayXd time;            ///< steps·h
  Index row_steps = 0;            ///< steps of all paths

  /// Mean of w over the paths that ended on this side, as a share of all of them.
  Estimate probability(int side) const;
};

/// From given points. Results do not depend on threads. Throws InvalidArgument unless the noise is scalar, h
/// > 0 and steps ≥ 1; NumericalFailure where a path leaves the finite numbers.
WeightedEnds weighted_paths(const WeightedPaths& problem, const Points& start);

/// E w^q without sampling, for the weight w from Brownian motion to the drift κx on the line: w = exp(Σ κX ΔW
/// − ½κ²X²h) over `steps` steps of h from X = 0, paths of Brownian motion. One Gaussian integral a step, of
/// e^{ax² + c}; infinity where one diverges. E w = 1; for κ = −1 E w² tends to e^t (cosh √2t + √2 sinh
/// √2t)^{−½} as h → 0, for κ = 1 it is infinite from t = atanh(√½)/√2 = 0.6232252 on.
double linear_weight_moment(double slope, double step, Index steps, double q);

}  // namespace kolmo::paths
