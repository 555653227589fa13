#pragma once
// A solution of the porous medium equation that is known.

#include "kolmo/core/grid.hpp"
#include "kolmo/jko/lagrangian_density.hpp"

namespace kolmo::jko {

/// Barenblatt's solution of ρ_t = Δρ^m on the line or in the plane (d = 1, 2) from a point of mass 1: ρ =
/// t^{−dβ}(C − κ r² t^{−2β})₊^{1/(m−1)} with β = 1/(d(m − 1) + 2), κ = β(m − 1)/(2m) and C by the mass (d =
/// 2, m = 2: t^{−½}(C − r²/(16 √t))₊, C = 1/√(8π)).
///
/// Exact JKO steps keep the family: each moves every particle along its ray, r ← r(1 − τβ/s), so that the
/// step of τ from the profile of time s₀ is that of s with s^β = s₀^β + τβ s^{β−1}, the implicit Euler step
/// of the front's radius √(C/κ) s^β.
class Barenblatt {
 public:
  /// Throws InvalidArgument unless d is 1 or 2 and m is within (1, 20].
  Barenblatt(int dimension, double m);
  double beta() const { return beta_; }
  /// Of the front at t > 0.
  double radius(double t) const;
  /// ρ at a distance r ≥ 0.
  double density(double r, double t) const;
  /// d = 1: on cells of which the nodes are sin θ, evenly spaced in θ, times the radius.
  LagrangianDensity line(Index cells, double t) const;

 private:
  int dimension_;
  double power_, beta_, kappa_, c_;
};

/// Its averages over the cells of a plane grid (4×4 points each), of mass 1 on the grid, which must hold the
/// front. InvalidArgument unless the grid has two axes, t > 0, finite, and m is within (1, 20].
Eigen::ArrayXd barenblatt_cells(const Grid& grid, double t, double m = 2);

}  // namespace kolmo::jko
