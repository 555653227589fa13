#pragma once
// Steps of minimising movements, and the list of them.

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/jko/energy.hpp"
#include "kolmo/jko/lagrangian_density.hpp"

namespace kolmo::jko {

/// What a step says of itself.
struct StepReport {
  double residual = 0;           ///< how far from optimal, as the step defines it; dimensionless
  double increment_squared = 0;  ///< W2²(ρ^{k+1}, ρ^k)
  double energy = 0;             ///< F[ρ^{k+1}]
  Index iterations = 0;          ///< of the inner solver
};

/// One step ρ^{k+1} = argmin_ρ { W2²(ρ, ρ^k)/(2τ) + F[ρ] } (Jordan, Kinderlehrer and Otto 1998), with its
/// workspace: not to be shared between threads.
class JkoStep {
 public:
  virtual ~JkoStep() = default;
  /// The order in time is in τ, that in space in the node spacing.
  virtual const Claim& claim() const = 0;
  /// Replaces ρ^k, the density at time t, by ρ^{k+1}, that at t + τ. Throws InvalidArgument unless τ is
  /// finite and > 0, and NumericalFailure where the minimisation fails, naming time, node, and what to try; ρ
  /// is then ρ^k still.
  virtual StepReport step(const Energy& energy, double t, double tau, LagrangianDensity& rho) = 0;
};

/// One line of the catalogue.
struct StepEntry {
  Claim claim;
  std::function<std::unique_ptr<JkoStep>()> make;
};

/// Every step: order tests and catalogues iterate over it.
const std::vector<StepEntry>& steps();

/// The entry of that name. Throws InvalidArgument that lists the names there are.
const StepEntry& find_step(std::string_view name);

}  // namespace kolmo::jko
