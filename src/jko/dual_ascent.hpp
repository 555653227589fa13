#pragma once
// Which way, and how far, the dual of a JKO step on a grid ascends.

#include "jko/normalised_density.hpp"
#include "jko/weighted_poisson.hpp"

namespace kolmo::jko {

/// Newton's direction (s − ∇·(w∇))⁻¹r for φ or for ψ, r = to − T♯from.
///
/// For an entropy Tρ log ρ, w is the logarithmic mean (a − b)/log(a/b) of a = to and b = T♯from, and
/// s = w/(τT): the secant between the two densities, as the tangent at a density that is far too small goes
/// far too high. It takes two or three iterations to the grid's own error. For all other energies s = dρ/dφ
/// and w = to, with the floors of WeightedPoisson::solve.
class DualAscent {
 public:
  /// `temperature` as InternalEnergy::temperature.
  DualAscent(const Grid& grid, double temperature);

  void direction(const NormalisedDensity& state, double tau, const Eigen::ArrayXd& to,
                 const Eigen::ArrayXd& difference, Eigen::ArrayXd& out);

  /// σ after a step of which `gain` of the first order's promise came true.
  double next_length(double sigma, double gain) const;
  /// Iterations without a residual a tenth smaller after which the grid has no more to give.
  Index patience() const { return temperature_ > 0 ? 2 : 4; }

 private:
  double temperature_;
  WeightedPoisson hessian_;
  Eigen::ArrayXd weight_;
};

}  // namespace kolmo::jko
