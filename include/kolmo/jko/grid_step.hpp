#pragma once
// JKO steps on a grid of one, two or three axes, by back-and-forth.

#include <memory>

#include "kolmo/jko/grid_energy.hpp"
#include "kolmo/transport/status.hpp"

namespace kolmo::jko {

struct GridStepPlan {
  Index iterations = 20;    ///< at most; one is a step of φ and a step of ψ
  double tolerance = 1e-5;  ///< of GridStepReport::residual
};

/// What a step says of itself.
struct GridStepReport {
  /// ⟨r, u⟩^{1/2}/σ(ρ^k), u the last ascent: the Wasserstein length of the correction still wanted, in
  /// standard deviations.
  double residual = 0;
  double increment_squared = 0;  ///< W2²(ρ^{k+1}, ρ^k), as the step has it
  double energy = 0;             ///< F[ρ^{k+1}]
  Index iterations = 0;
  transport::Status status = transport::Status::budget;
};

/// ρ^{k+1} = argmin_ρ { W2²(ρ, ρ^k)/(2τ) + F[ρ] } through its dual (Jacobs, Lee and Léger 2021, algorithm 2),
///
///   max_φ D(φ) = ∫φᶜ dρ^k − (τF)*(−φ),   ρ(φ) = (U′)⁻¹(−φ/τ − V + const), the constant by the mass,
///
/// whose derivative is r = ρ(φ) − T♯ρ^k with T = x − ∇φᶜ, and whose second derivative is about −s + ∇·(ρ∇)
/// with s = dρ/dφ. Newton's direction (s − ∇·(ρ∇))⁻¹ r, by a few conjugate gradients preconditioned with
/// cosine transforms, in turn for φ and for ψ = φᶜ; a step of 1 that is shortened where the gain is small.
/// (One scale for s and for ρ, as in the paper, takes hundreds of iterations where the grid is wider than the
/// mass.) ρ^{k+1} is a function of φ, with no push-forward in it: it is ≥ 0 and of mass 1 to rounding.
/// `stalled` says that four iterations brought no better residual: the grid has no more to give.
///
/// An interaction W is taken at the density reached, once an iteration: where the iterations converge, the
/// step is the exact one for V + W∗ρ^{k+1}, not one for W∗ρ^k.
///
/// `step` is of order 1 in τ. `midpoint_step` is of order 2: the step of τ/2, and then as far again along the
/// same geodesic, ρ^{k+1} = (2 id − S)♯ρ^{k+1/2}, S = x − ∇φ the map back to ρ^k (Legendre and Turinici
/// 2017): the implicit midpoint rule of Wasserstein space. Cells are linear in all push-forwards
/// (transport::Profile): uniform ones spread mass by h²/6 of variance a step, and on a fixed grid more steps
/// were then worse.
///
/// The optimal step is unique where F is strictly convex; a workspace, not to be shared between threads.
class GridJkoStep {
 public:
  /// Throws InvalidArgument unless the potential has one finite value a cell or none, the interaction is of
  /// this grid, a ceiling of the density leaves room for the mass, iterations ≥ 1 and tolerance in (0, 1).
  GridJkoStep(const Grid& grid, GridEnergy energy, const GridStepPlan& plan = {});
  ~GridJkoStep();
  GridJkoStep(GridJkoStep&&) noexcept;
  GridJkoStep& operator=(GridJkoStep&&) noexcept;

  /// Replaces ρ^k by ρ^{k+1}. Throws InvalidArgument unless τ is finite and > 0 and ρ is a density of mass 1
  /// (checked_density); NumericalFailure where an entropy's temperature is so small that the new density has
  /// no cell in common with what is carried there. A crowd needs steps of two cells or more (cells_moved;
  /// CrowdFluxStep takes shorter ones).
  GridStepReport step(double tau, Eigen::ArrayXd& rho);
  /// The same by the midpoint rule; refused (InvalidArgument) where the density has a ceiling, which it could
  /// exceed. The increment is (2 W2(ρ^{k+1/2}, ρ^k))².
  GridStepReport midpoint_step(double tau, Eigen::ArrayXd& rho);

 private:
  class Solver;
  std::unique_ptr<Solver> solver_;
};

}  // namespace kolmo::jko
