#pragma once
// JKO steps with an entropic distance, by scaling.

#include <memory>

#include "kolmo/jko/grid_step.hpp"

namespace kolmo::jko {

struct EntropicStepPlan {
  double epsilon = 0;       ///< ε, a squared length
  Index iterations = 2000;  ///< at most
  double tolerance = 1e-9;  ///< of GridStepReport::residual: ∫|change of ρ| in an iteration
};

/// ρ^{k+1} = argmin { OT_ε(ρ, ρ^k)/(2τ) + F[ρ] } with OT_ε = min ⟨|x − y|², π⟩ + ε ∫π log π (Peyré 2015,
/// algorithm 1): with K = e^{−|x − y|²/ε}, π = a K b, in turn b = ρ^k/Kᵀa and a = s/Kb, where s in each cell
/// is the minimum of KL(s | Kb) + (2τ/ε)(U(s)
/// + V s). Cells with their kernels along each axis; grids of one or two axes, no interaction.
///
/// ε ∫π log π spreads: each step adds about ε/2 to the variance, so that at fixed ε the error at a fixed time
/// grows like ε/τ; with ε = cτ² it is of order 1, like the step itself. The plan's ε must be at least h² of
/// every axis (a kernel that cells do not see is none).
class EntropicStep {
 public:
  /// Throws InvalidArgument for ε not finite or below the square of a cell's width, three axes, a ceiling or
  /// an interaction in the energy, a potential that is not one finite number a cell, iterations < 1 or a
  /// tolerance outside (0, 1).
  EntropicStep(const Grid& grid, GridEnergy energy, const EntropicStepPlan& plan);

  /// Replaces ρ^k by ρ^{k+1}. The increment is ⟨|x − y|², π⟩. Throws InvalidArgument as GridJkoStep does, and
  /// NumericalFailure where Kb is 0 in a cell: ε is too small for the way that ρ goes.
  GridStepReport step(double tau, Eigen::ArrayXd& rho);

 private:
  void apply(const Eigen::ArrayXd& in, Eigen::ArrayXd& out) const;
  double proximal(double q, double sigma, double potential) const;
  double cost(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) const;

  Grid grid_;
  GridEnergy energy_;
  EntropicStepPlan plan_;
  std::vector<Eigen::ArrayXXd> kernels_;  ///< one an axis, n×n, symmetric, of row sums about 1
};

}  // namespace kolmo::jko
