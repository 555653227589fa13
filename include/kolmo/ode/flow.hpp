#pragma once
// The flow of a velocity field: an ensemble carried along dx/dt = v(t, x), with its log density where asked.

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/ode/trace_estimate.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::ode {

/// The times between the steps of every group of particles that share them (FlowPlan::sharing), from
/// times.front() to times.back(), the plan's times among them.
using StepTimes = std::vector<std::vector<double>>;

/// How to go from times.front() to times.back(), in one of three ways.
///
/// Adaptive (neither steps_per_interval nor step_times): every `sharing` particles have their own step,
/// chosen so that the local error estimate e keeps max |e_i| / (absolute_tolerance + relative_tolerance
/// |x_i|) ≤ 1 over all their entries, the log density among them where it is carried. Their steps end at the
/// plan's times; with `dense` only at its last one, and what lies between is the stepper's interpolation.
///
/// Fixed (steps_per_interval > 0): that many equal steps between neighbouring times.
///
/// Refined (step_times): the steps that an adaptive run chose (FlowReport::step_times), each divided into
/// `divisions` equal ones. Runs with divisions 1, 2, 4 of the same steps have exactly halved steps, so that
/// their differences fall with the claim's order: this is what error budgets are made of. On a mixture
/// runge_kutta_4 shows 3.92 … 4.12, dormand_prince 5.3 … 6.1 (its h⁵ term is so small that h⁶ still counts).
/// Of adaptive runs alone the global error is ∝ tolerance only on the average: each snapshot cuts a step, and
/// a factor of 32 was seen to bring between 2^3.3 and 2^5.9.
///
/// All orders suppose as many continuous derivatives of v; of a velocity interpolated from a grid they are
/// smaller.
struct FlowPlan {
  /// At least two, strictly increasing or strictly decreasing; all are hit exactly.
  std::vector<double> times;
  std::string stepper = "dormand_prince";
  double relative_tolerance = 1e-8;  ///< ≥ 0; adaptive only; at least 4 ε of the machine unless 0
  double absolute_tolerance = 1e-8;  ///< > 0; adaptive only
  /// > 0; adaptive only: what an error estimate cannot see, a pulse of v that lies between the stages of a
  /// step, is not stepped over where it lasts longer than this.
  double largest_step = std::numeric_limits<double>::infinity();
  bool dense = false;  ///< adaptive only: no step is cut at a time between the first and the last
  /// Particles that share a step, 1 … block_rows: 1 gives every trajectory its own. Many share evaluations of
  /// v, few have longer steps; a mixture's table is made anew for each time.
  Index sharing = block_rows;
  Index steps_per_interval = 0;  ///< fixed only
  /// Refined only: those of a run of as many particles with the same times.
  std::shared_ptr<const StepTimes> step_times = {};
  Index divisions = 1;            ///< refined only, ≥ 1
  Index maximal_steps = 100'000;  ///< of one group over the whole plan, rejected ones included
  bool log_density = false;       ///< carry ∫ d log p/dt dt = −∫ (∇·v)(t, x_t) dt as well
  /// With log_density: ∇·v is estimated, not asked for.
  std::optional<TraceEstimate> trace = {};
};

/// What a flow cost.
struct FlowReport {
  /// Evaluations of v at one particle's place, averaged over particles: exact.
  double evaluations_per_particle = 0;
  Index evaluations_largest = 0;                ///< of the most expensive group
  Index steps_accepted = 0;                     ///< summed over groups
  Index steps_rejected = 0;                     ///< summed over groups
  double smallest_step = 0;                     ///< |h| over accepted steps of all groups
  std::shared_ptr<const StepTimes> step_times;  ///< the accepted steps, one row a group
};

/// Fills `out` with the places at times.front() of particles first, first + 1, …; called in parallel.
using Initial = std::function<void(Index first, Block out)>;

/// Sees particles first … first + x.rows() − 1 at times[snapshot]; log_density_change(i) = log p_t(x_i(t)) −
/// log p_{t₀}(x_i(t₀)), or null where the plan does not carry it. Called in parallel, for each block in the
/// order of the times; it must write only to what belongs to its particles.
using FlowObserver = std::function<void(Index snapshot, Index first, const ConstBlock& x,
                                        const ConstValues* log_density_change)>;

/// Carries `particles` particles along v, block by block in parallel; every snapshot, the first included, is
/// shown to the observer. A group's steps depend on its particles alone, so that numbers do not depend on
/// threads. Throws InvalidArgument for a plan outside its ranges, and NumericalFailure where a number is not
/// finite, the step underflows or maximal_steps is exceeded, naming particle, time and what to try.
FlowReport flow(const process::VelocityField& velocity, const FlowPlan& plan, Index particles,
                const Initial& initial, const FlowObserver& observer);

/// The same from an ensemble that is there.
FlowReport flow(const process::VelocityField& velocity, const FlowPlan& plan, const Points& initial,
                const FlowObserver& observer);

}  // namespace kolmo::ode
