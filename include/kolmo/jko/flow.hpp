#pragma once
// The gradient flow of an energy by JKO steps: the loop.

#include <functional>
#include <string>
#include <vector>

#include "kolmo/core/schedule.hpp"
#include "kolmo/jko/energy.hpp"
#include "kolmo/jko/jko_step.hpp"
#include "kolmo/jko/lagrangian_density.hpp"

namespace kolmo::jko {

/// Snapshots at all times, the first (the start) included; steps[k] equal steps from times[k] to times[k +
/// 1], each by the JKO step of that name.
struct FlowPlan : Schedule {
  std::string step = "quantile";
};

/// Steps of at most `tau` (to 1e-9 of it), as equal as the times allow, each divided into `refinement` ≥ 1
/// equal ones: plans of refinement 1, 2, 4 have exactly halved steps.
FlowPlan even_plan(std::vector<double> times, double tau, Index refinement = 1);

/// One step of the flow.
struct StepRecord {
  double time = 0;  ///< at its end
  double tau = 0;
  StepReport report;
};

/// What happened on the way.
struct FlowReport {
  std::vector<StepRecord> steps;
  double energy_initial = 0;
  double energy_final = 0;
  double movement = 0;  ///< Σ W2²(ρ^k, ρ^{k+1})/(2τ)

  /// Σ W2²/(2τ) / (F[ρ⁰] − F[ρᴺ]): at most 1 for exact steps, and ½ + O(τ) by the energy–dissipation equality
  /// F(0) − F(t) = ∫|ρ′|². NaN where the energy did not move.
  double dissipation_ratio() const;
  double largest_residual() const;
  Index iterations() const;
};

/// Sees ρ at times[snapshot].
using FlowObserver = std::function<void(Index snapshot, double t, const LagrangianDensity& rho)>;

/// Follows the flow from `initial` at times.front(). Throws InvalidArgument for a plan outside its ranges.
FlowReport flow(const Energy& energy, const FlowPlan& plan, const LagrangianDensity& initial,
                const FlowObserver& observer);

}  // namespace kolmo::jko
