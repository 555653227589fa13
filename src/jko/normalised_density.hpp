#pragma once
// The density that belongs to a potential φ of a JKO step, of mass 1.

#include "kolmo/jko/grid_energy.hpp"

namespace kolmo::jko {

/// φ and ρ(φ) = (U′)⁻¹(−φ/τ − V), φ being shifted by the constant that gives ρ the mass 1.
struct NormalisedDensity {
  /// `external`: V, to which an interaction may have been added; empty for none.
  NormalisedDensity(const Grid& grid, const InternalEnergy& internal, const Eigen::ArrayXd& external);

  /// Shifts φ and sets ρ; the shift that was added to φ. Throws NumericalFailure where no shift gives the
  /// mass 1 to 1e-12 (φ not finite).
  double normalise(double tau);
  /// The mean of dρ/dp over the mass.
  double mean_slope() const { return mean_slope_; }
  /// dρ/dp in every cell.
  const Eigen::ArrayXd& slope() const { return slope_; }

  Eigen::ArrayXd phi, rho;

 private:
  /// Mass and its derivative for pressures p + c.
  void evaluate(double c);

  const Grid& grid_;
  const InternalEnergy& internal_;
  const Eigen::ArrayXd& external_;
  Eigen::ArrayXd pressure_, shifted_, slope_;
  double mass_ = 0, mass_slope_ = 0, mean_slope_ = 0;
};

}  // namespace kolmo::jko
