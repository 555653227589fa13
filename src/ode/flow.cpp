#include "kolmo/ode/flow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "block_flow.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/uneven.hpp"
#include "kolmo/core/schedule.hpp"

namespace kolmo::ode {
namespace {

/// Blocks are divided into groups of plan.sharing particles; the last of each may be smaller.
Index groups_of_block(const FlowPlan& plan, Index rows) { return (rows + plan.sharing - 1) / plan.sharing; }

Index group_count(const FlowPlan& plan, Index particles) {
  const Index whole = particles / block_rows, rest = particles % block_rows;
  return whole * groups_of_block(plan, block_rows) + groups_of_block(plan, rest);
}

void check_step_times(const FlowPlan& plan, Index particles) {
  const StepTimes& blocks = *plan.step_times;
  require(static_cast<Index>(blocks.size()) == group_count(plan, particles), "rows of step_times",
          static_cast<double>(blocks.size()), "must be the number of groups that share steps");
  for (const auto& steps : blocks) {
    require(steps.size() >= 2 && steps.front() == plan.times.front() && steps.back() == plan.times.back(),
            "step_times", steps.empty() ? 0 : steps.front(),
            "must run from the plan's first time to its last");
    for (std::size_t k = 1; k < steps.size(); ++k) {
      require(plan.times[1] > plan.times[0] ? steps[k] > steps[k - 1] : steps[k] < steps[k - 1], "step_times",
              steps[k], "must be ordered as the plan's times are");
    }
  }
}

void check_plan(const FlowPlan& plan, Index particles) {
  require_ordered_times(plan.times);
  const StepperEntry& entry = find_stepper(plan.stepper);
  require(plan.maximal_steps >= 1, "maximal_steps", static_cast<double>(plan.maximal_steps),
          "must be at least 1");
  require(plan.steps_per_interval >= 0, "steps_per_interval", static_cast<double>(plan.steps_per_interval),
          "must be at least 0 (0: adaptive)");
  if (plan.trace) {
    require(plan.log_density, "trace", 1, "must be empty where log_density is false");
    require(std::isfinite(plan.trace->width) && plan.trace->width > 0, "width of trace", plan.trace->width,
            "must be finite and > 0");
  }
  require(plan.divisions >= 1, "divisions", static_cast<double>(plan.divisions), "must be at least 1");
  require(plan.sharing >= 1 && plan.sharing <= block_rows, "sharing", static_cast<double>(plan.sharing),
          "must be from 1 to the rows of a block");
  if (plan.trace) {
    require(plan.sharing % 16 == 0, "sharing", static_cast<double>(plan.sharing),
            "must be a multiple of 16 where probes are drawn");
  }
  const bool adaptive = !plan.step_times && plan.steps_per_interval == 0;
  require(adaptive || !plan.dense, "dense", 1, "must be false where steps are given");
  if (plan.step_times) {
    require(plan.steps_per_interval == 0, "steps_per_interval", static_cast<double>(plan.steps_per_interval),
            "must be 0 where step_times are given");
    check_step_times(plan, particles);
    return;
  }
  require(plan.divisions == 1, "divisions", static_cast<double>(plan.divisions),
          "must be 1 without step_times");
  if (plan.steps_per_interval > 0) return;
  if (!entry.make()->error_order()) {
    throw InvalidArgument("stepper = '" + plan.stepper +
                          "': has no error estimate; give steps_per_interval > 0 or take dormand_prince");
  }
  constexpr double smallest = 4 * std::numeric_limits<double>::epsilon();
  const double relative = plan.relative_tolerance;
  require(relative == 0 || (relative >= smallest && relative < 1), "relative_tolerance", relative,
          "must be 0 or in [8.9e-16, 1)");
  require(std::isfinite(plan.absolute_tolerance) && plan.absolute_tolerance > 0, "absolute_tolerance",
          plan.absolute_tolerance, "must be finite and > 0");
  require(plan.largest_step > 0, "largest_step", plan.largest_step, "must be > 0");
}

FlowReport add_up(const std::vector<std::vector<BlockCost>>& costs, Index particles) {
  FlowReport report;
  StepTimes step_times;
  report.smallest_step = std::numeric_limits<double>::infinity();
  double evaluations = 0;
  for (const std::vector<BlockCost>& block : costs) {
    for (const BlockCost& cost : block) {
      evaluations += static_cast<double>(cost.evaluations) * static_cast<double>(cost.particles);
      report.evaluations_largest = std::max(report.evaluations_largest, cost.evaluations);
      report.steps_accepted += cost.accepted;
      report.steps_rejected += cost.rejected;
      report.smallest_step = std::min(report.smallest_step, cost.smallest_step);
      step_times.push_back(cost.step_times);
    }
  }
  report.evaluations_per_particle = evaluations / static_cast<double>(particles);
  report.step_times = std::make_shared<const StepTimes>(std::move(step_times));
  return report;
}

BlockCost carry(const process::VelocityField& velocity, const FlowPlan& plan,
                const std::vector<double>* steps, Index first, Index rows, const Initial& initial,
                const FlowObserver& observer) {
  BlockFlow carried(velocity, plan, steps, first, rows);
  initial(first, carried.places());
  carried.run([&](Index snapshot) {
    if (!plan.log_density) {
      observer(snapshot, first, carried.places(), nullptr);
      return;
    }
    const ConstValues change = carried.log_density_change();
    observer(snapshot, first, carried.places(), &change);
  });
  return carried.cost();
}

}  // namespace

FlowReport flow(const process::VelocityField& velocity, const FlowPlan& plan, Index particles,
                const Initial& initial, const FlowObserver& observer) {
  require(particles >= 1, "particles", static_cast<double>(particles), "must be at least 1");
  check_plan(plan, particles);
  if (!initial) throw InvalidArgument("initial: is an empty function, must write the starting places");
  if (!observer) throw InvalidArgument("observer: is an empty function, must take the snapshots");
  std::vector<std::vector<BlockCost>> costs(static_cast<std::size_t>(block_count(particles)));
  for_each_uneven_block(particles, [&](Index block, Index first, Index rows) {
    const Index groups_before = block * groups_of_block(plan, block_rows);
    for (Index group = 0; group < groups_of_block(plan, rows); ++group) {
      const Index from = group * plan.sharing;
      const auto* const steps =
          plan.step_times ? &(*plan.step_times)[static_cast<std::size_t>(groups_before + group)] : nullptr;
      costs[static_cast<std::size_t>(block)].push_back(
          carry(velocity, plan, steps, first + from, std::min(plan.sharing, rows - from), initial, observer));
    }
  });
  return add_up(costs, particles);
}

FlowReport flow(const process::VelocityField& velocity, const FlowPlan& plan, const Points& initial,
                const FlowObserver& observer) {
  require(initial.cols() == velocity.dimension(), "columns of the initial ensemble",
          static_cast<double>(initial.cols()), "must be the dimension of the velocity");
  return flow(
      velocity, plan, initial.rows(),
      [&](Index first, Block out) { out = initial.middleRows(first, out.rows()); }, observer);
}

}  // namespace kolmo::ode
