#pragma once
// Expectations under a Markov chain on an interval without sampling.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::measure {

/// The transition u ↦ E u(X') of a chain on [a, b], on polynomials through its values at n Chebyshev points
/// of the second kind, the ends among them: K_ij = Σ_q w_q ℓ_j(x'_iq) over what a step makes of node i.
/// Errors are those of the interpolation: nodes lie 1/n² apart at the ends, where reflected densities have
/// layers of the width of a step.
class ChebyshevChain {
 public:
  /// InvalidArgument unless a < b are finite and n ≥ 4.
  ChebyshevChain(double lower, double upper, Index n);

  const Eigen::ArrayXd& nodes() const { return nodes_; }

  /// From node i to x' with this weight. x' beyond the ends is taken at the end.
  void add(Index i, double to, double weight);
  /// Σ_q w_q = 1 for every node: divides by it. What was missing from it, the largest.
  double normalise();

  /// E φ(X_n) from x after `steps`, φ by its values at the nodes.
  double expectation(const Eigen::VectorXd& phi, Index steps, double x) const;
  /// The same from every node.
  Eigen::VectorXd expectation(const Eigen::VectorXd& phi, Index steps) const;
  /// E φ under the law π with πᵀK = πᵀ.
  double stationary_expectation(const Eigen::VectorXd& phi) const;
  /// Σ_j ℓ_j(x) u_j.
  double at(const Eigen::VectorXd& u, double x) const;

 private:
  Eigen::VectorXd basis(double x) const;

  double lower_, upper_;
  Eigen::ArrayXd nodes_, weights_;  ///< barycentric
  Eigen::MatrixXd transition_;
};

}  // namespace kolmo::measure
