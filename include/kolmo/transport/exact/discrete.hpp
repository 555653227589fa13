#pragma once
// Exact optimal transport between weighted points.

#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::transport {

/// `mass` goes from point i of the first set to point j of the second.
struct Coupling {
  Index from, to;
  double mass;
};

/// An optimal plan and what proves it.
struct DiscretePlan {
  std::vector<Coupling> couplings;  ///< mass > 0, at most n + m − 1 of them; by `from`, then `to`
  double cost = 0;                  ///< Σ mass · cost(from, to)
  Eigen::ArrayXd psi, phi;          ///< ψ_i + φ_j ≤ c_ij to rounding, equal where mass goes
  double dual = 0;                  ///< Σ a_i ψ_i + Σ b_j φ_j ≤ cost
  double gap() const { return cost - dual; }
};

/// Whether Kolmo was built with KOLMO_WITH_LEMON, without which exact_transport throws.
bool has_exact_transport();

/// c_ij = |x_i − y_j|², n×m: the cost whose optimum is W2². Throws InvalidArgument where dimensions differ or
/// the array does not fit into memory.
Eigen::ArrayXXd squared_costs(const ConstBlock& x, const ConstBlock& y);

/// min Σ π_ij c_ij over π ≥ 0 with Σ_j π_ij = a_i and Σ_i π_ij = b_j, by LEMON's network simplex in whole
/// numbers: costs are multiples of (n + m) 2⁻⁶⁰ max|c|, masses of 2⁻⁶⁰ (weights that are equal on either side
/// are exact: an assignment stays one), so that the optimum is exact for numbers that are these to that
/// accuracy and cannot cycle. Thousands of points a side: memory 40 bytes a pair.
///
/// Source: Ahuja, Magnanti and Orlin 1993, chapter 11; Kovács 2015 for the implementation.
///
/// Throws InvalidArgument unless costs are finite, weights finite and ≥ 0, one a row (column), and both sums
/// positive and equal to 1e-9 (by which b is then scaled); and where Kolmo was built without
/// KOLMO_WITH_LEMON.
DiscretePlan exact_transport(const Eigen::ArrayXXd& cost, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b);

/// The same for points of equal weights and c = |x − y|²: cost = W2².
DiscretePlan exact_transport(const ConstBlock& x, const ConstBlock& y);

}  // namespace kolmo::transport
