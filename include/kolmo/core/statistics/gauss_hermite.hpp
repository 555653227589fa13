#pragma once
// Expectations over a standard normal number without sampling.

#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// Σ w_q p(ξ_q) = E p(Z) for polynomials p up to degree 2n − 1 (Golub and Welsch 1969).
struct GaussHermite {
  Eigen::ArrayXd nodes, weights;
  explicit GaussHermite(Index n);
};

/// Points in R^k with weights: E p(Z) for Z ~ N(0, I_k).
struct NormalNodes {
  Points points;  ///< nodes×k
  Eigen::ArrayXd weights;
};

/// The product of one rule a coordinate. Products below `smallest_weight` are left out: they change no sum of
/// bounded terms by more than their number times that.
NormalNodes tensor_nodes(const std::vector<Index>& nodes, double smallest_weight = 1e-19);

}  // namespace kolmo
