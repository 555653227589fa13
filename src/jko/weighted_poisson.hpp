#pragma once
// (s − ∇·(w∇))u = r on a grid with walls: the second derivative of a JKO step's dual.

#include "kolmo/transport/grid/poisson.hpp"

namespace kolmo::jko {

/// s and w are ≥ 0 and may vanish over large parts: a floor of 1e-3 and 3e-2 of their scales a and b is put
/// under them (less of the second lets directions grow rough in vacuum, more of the first holds the bulk
/// back). Conjugate gradients, preconditioned by (a − bΔ)⁻¹, until the preconditioned residual is a hundredth
/// of what it was, in twelve iterations at most: it gives a direction, not a solution.
class WeightedPoisson {
 public:
  explicit WeightedPoisson(const Grid& grid);
  /// s in units of r/u with its scale a > 0, w in units of r·length²/u with its scale b > 0.
  void solve(const Eigen::ArrayXd& s, double a, const Eigen::ArrayXd& w, double b, const Eigen::ArrayXd& r,
             Eigen::ArrayXd& u);

  /// The same where s = rate · w, as for entropies, with w over many decades. With w = q² the operator is
  /// q(rate − Δ + Δq/q)q, and q⁻¹(rate − Δ)⁻¹q⁻¹ a good preconditioner however thin w is (that of `solve`
  /// leaves tails as they were): five iterations are usual. A floor of 1e-6 of max w is put under w.
  void solve_in_proportion(double rate, const Eigen::ArrayXd& w, const Eigen::ArrayXd& r, Eigen::ArrayXd& u);

 private:
  /// Conjugate gradients for s_ and w_, preconditioned by q_⁻¹(a − bΔ)⁻¹q_⁻¹.
  void iterate(double a, double b, int most, const Eigen::ArrayXd& r, Eigen::ArrayXd& u);
  void precondition(double a, double b);
  void apply(const Eigen::ArrayXd& u, Eigen::ArrayXd& out) const;

  Grid grid_;
  transport::NeumannPoisson poisson_;
  Eigen::ArrayXd s_, w_, left_, ahead_, direction_, image_;
  Eigen::ArrayXd q_;  ///< empty: 1
};

}  // namespace kolmo::jko
