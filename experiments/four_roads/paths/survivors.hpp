#pragma once
// Means over the particles that no absorbing side has taken.

#include "four_roads/problem/problem.hpp"
#include "kolmo/core/statistics/moments.hpp"

namespace kolmo::four_roads {

/// 1 where a particle goes on, 0 where it has ended on an absorbing side.
Eigen::ArrayXd alive(const Problem& problem, const ConstBlock& x);

/// The rows of those that go on. Throws NumericalFailure where fewer than 256 do: a law is not seen in them.
Points survivors(const ConstBlock& x, const Eigen::ArrayXd& alive);

/// E(φ | alive), as the ratio m = Σ w φ/Σ w over all n particles, w = 1 or 0, and what each of them adds to
/// its error to first order in 1/√n: u_i = w_i (φ_i − m) n/Σ w, so that the standard error of m, and of a
/// difference of two m's on the same noise, is that of a mean of u's (the delta method: van der Vaart 1998,
/// chapter 3). φ of those that have ended is not looked at.
struct ConditionalMean {
  double value;
  Eigen::ArrayXd influence;
};
ConditionalMean conditional_mean(const Eigen::ArrayXd& phi, const Eigen::ArrayXd& alive);
Estimate estimate(const ConditionalMean& mean);
Estimate difference(const ConditionalMean& a, const ConditionalMean& b);

}  // namespace kolmo::four_roads
