#pragma once
// Expectations under a Markov chain without sampling, on the circle and on the circle times the line.

#include "kolmo/measure/sde/single_step.hpp"

namespace kolmo::measure {

/// Functions Σ c_kn e_k(q) ψ_n(p): trigonometric polynomials e of degree ≤ modes (1, cos q, sin q, …) times
/// Hermite polynomials ψ_n = He_n/√n!, n < momenta, orthonormal under N(0, 1). Coefficient (k, n) stands in
/// place k momenta + n. With momenta = 1 functions of q alone.
class SpectralSpace {
 public:
  SpectralSpace(Index modes, Index momenta);

  Index size() const { return waves_ * momenta_; }
  const Points& nodes() const { return nodes_; }
  /// Row i: all basis functions at x_i.
  Eigen::MatrixXd values(const Points& x) const;
  /// Of a function given by its values at the nodes.
  Eigen::VectorXd coefficients(const Eigen::ArrayXd& at_nodes) const;
  /// Of every column.
  Eigen::MatrixXd project(const Eigen::MatrixXd& at_nodes) const { return transform_ * at_nodes; }

 private:
  Index waves_, momenta_;
  Points nodes_;
  Eigen::MatrixXd transform_;
};

/// The transition of one step of the scheme, and of its postprocessor (the identity where there is none), for
/// a process that does not depend on time: c → the coefficients of x ↦ E u(step(x)).
struct Chain {
  Eigen::MatrixXd step, observe;
  Chain(const SpectralSpace& space, const sde::SdeScheme& scheme, const process::Process& process, double h);

  /// E φ of what is observed after `steps`, as a function of the start.
  Eigen::VectorXd expectation(const Eigen::VectorXd& phi, Index steps) const;
  /// The same under the chain's stationary law, from any start: πᵀ observe φ with πᵀ step = πᵀ and, as
  /// function 0 of the space is the constant 1, π_0 = 1. One elimination, 2n³/3 operations for n functions.
  double stationary_expectation(const Eigen::VectorXd& phi) const;
};

/// E φ(X_1) from all starts by the classical Runge–Kutta method for c′ = L c, L the generator in the space.
Eigen::VectorXd exact_expectation(const SpectralSpace& space, const process::Process& process,
                                  const Eigen::VectorXd& phi);

}  // namespace kolmo::measure
