#pragma once
// Short steps of a crowd on a grid: mass flows through faces, held back by a pressure where it is congested.

#include <memory>

#include "kolmo/jko/grid_step.hpp"

namespace kolmo::jko {

struct CrowdFluxPlan {
  Index iterations = 100;    ///< of Newton's method, at most
  double tolerance = 1e-12;  ///< of GridStepReport::residual
};

/// Crowd motion (Maury, Roudneff-Chupin and Santambrogio 2010) as a flow, ρ_t = ∇·(ρ∇(p + V + W∗ρ)), 0 ≤ ρ ≤
/// c, p ≥ 0, p(c − ρ) = 0, by one implicit step of finite volumes with the density of the cell that mass
/// leaves:
///
///   ρ_K = ρ^k_K − τ Σ_L (ρ_K (ξ_K − ξ_L)₊ − ρ_L (ξ_L − ξ_K)₊)/h²,   ξ = p + V + W∗ρ^k.
///
/// It is the minimising movement with the distance linearised about ρ^{k+1} (Cancès, Gallouët and Todeschi
/// 2020): ∫ρV falls by τ Σ ρ(ξ_K − ξ_L)²/h² at least, for every τ and h. Each cell has one unknown y: ρ =
/// min(y, c), p ∝ (y − c)₊; Newton's method on it with sparse factors. As that spreads moving edges by ½v(h +
/// vτ) a unit of time, flows are sharpened then as far as no new extremum comes of it (flux-corrected
/// transport, Zalesak 1979). Densities are ≥ 0 and ≤ c, the mass is kept to rounding, ∫ρV never rises.
///
/// Order 1 in τ and in h where densities are smooth; at edges less. A congested crowd's edge goes through one
/// cell, and rests there. GridJkoStep, which takes the distance as it is, needs steps that move the crowd by
/// two cells or more; this one is for steps of a cell or less. One to three axes.
class CrowdFluxStep {
 public:
  /// `energy.internal` a CrowdEnergy, of which the ceiling alone counts. Throws InvalidArgument where there
  /// is no ceiling or no room below it, where the potential is not one finite value a cell or none, where the
  /// interaction is of another grid, or iterations < 1 or a tolerance outside (0, 1).
  CrowdFluxStep(const Grid& grid, GridEnergy energy, const CrowdFluxPlan& plan = {});
  ~CrowdFluxStep();
  CrowdFluxStep(CrowdFluxStep&&) noexcept;
  CrowdFluxStep& operator=(CrowdFluxStep&&) noexcept;

  /// Replaces ρ^k by ρ^{k+1}. The residual is Σ|imbalance of a cell's mass|; the increment is the action τ²Σ
  /// ρ(ξ_K − ξ_L)², not W2²; the energy is ∫ρV + ½∫ρ W∗ρ. Throws InvalidArgument unless τ is finite and > 0
  /// and ρ a density of mass 1 and at most c (1 + 1e-9); NumericalFailure where a matrix cannot be factored.
  GridStepReport step(double tau, Eigen::ArrayXd& rho);
  /// ∫ρV + ½∫ρ W∗ρ.
  double energy(const Eigen::ArrayXd& rho) const;

 private:
  class Solver;
  std::unique_ptr<Solver> solver_;
};

/// The cells that a crowd of this density moves in τ if nothing holds it back: τ times the greatest force
/// over the cells where there is mass, over that axis's cell width. GridJkoStep needs 2.
double cells_moved(const Grid& grid, const GridEnergy& energy, const Eigen::ArrayXd& rho, double tau);

}  // namespace kolmo::jko
