#pragma once
// JKO steps of a crowd on the line: exact projections.

#include <limits>
#include <memory>

#include "kolmo/density/potential.hpp"
#include "kolmo/jko/jko_step.hpp"

namespace kolmo::jko {

/// A crowd of density at most c on [lower, upper] in the potential V, which may be null.
struct Crowd {
  std::shared_ptr<const density::Potential> potential;
  double ceiling = 1;
  double lower = -std::numeric_limits<double>::infinity(), upper = std::numeric_limits<double>::infinity();
};

/// ρ^{k+1} = argmin { W2²(ρ, ρ^k)/(2τ) + ∫ρV : ρ ≤ c } on cells of fixed mass (Maury, Roudneff-Chupin and
/// Santambrogio 2010): min Σ_j w_j [(X_j − X_j^k)²/(2τ) + V(X_j)] subject to X_{j+1} − X_j ≥ m_j/c and the
/// walls. With Y_j = X_j − F_j/c it is a regression in increasing order, which pooling neighbours that are
/// out of order solves exactly (blocks keep together, each at the minimum of its sum by Newton's method;
/// Ahuja and Orlin 2001): no iteration over the whole, no mass lost, and the density exceeds c by rounding
/// alone. The walls cut Y off.
///
/// Where the minimum of a node alone is where the flow would have it, the step is exact for every τ (V of
/// constant force and a density that falls that way); else of order 1. Throws InvalidArgument unless V is
/// one-dimensional, c > 0, τ > 0 finite, lower < upper leave room for mass 1, and NumericalFailure where a
/// block's problem is not convex (τ ≥ 1/max(−V″)).
class CrowdStep {
 public:
  explicit CrowdStep(Crowd crowd);
  /// Replaces ρ^k by ρ^{k+1}. The residual is the largest move that Newton's method still made, in
  /// deviations.
  StepReport step(double t, double tau, LagrangianDensity& rho) const;

 private:
  Crowd crowd_;
};

}  // namespace kolmo::jko
