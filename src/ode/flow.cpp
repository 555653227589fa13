#include "kolmo/ode/flow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "block_flow.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/schedule.hpp"

namespace kolmo::ode {
namespace {

void check_step_times(const FlowPlan& plan, Index particles) {
  const StepTimes& blocks = *plan.step_times;
  require(static_cast<Index>(blocks.size()) == block_count(particles), "rows of step_times",
          static_cast<double>(blocks.size()), "must be the number of blocks");
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

FlowReport add_up(std::vector<BlockCost> costs, Index particles) {
  FlowReport report;
  StepTimes step_times;
  report.smallest_step = std::numeric_limits<double>::infinity();
  double evaluations = 0;
  for (std::size_t b = 0; b < costs.size(); ++b) {
    const Index rows = std::min(block_rows, particles - static_cast<Index>(b) * block_rows);
    evaluations += static_cast<double>(costs[b].evaluations) * static_cast<double>(rows);
    report.evaluations_largest = std::max(report.evaluations_largest, costs[b].evaluations);
    report.steps_accepted += costs[b].accepted;
    report.steps_rejected += costs[b].rejected;
    report.smallest_step = std::min(report.smallest_step, costs[b].smallest_step);
    step_times.push_back(std::move(costs[b].step_times));
  }
  report.evaluations_per_particle = evaluations / static_cast<double>(particles);
  report.step_times = std::make_shared<const StepTimes>(std::move(step_times));
  return report;
}

}  // namespace

FlowReport flow(const process::VelocityField& velocity, const FlowPlan& plan, Index particles,
                const Initial& initial, const FlowObserver& observer) {
  require(particles >= 1, "particles", static_cast<double>(particles), "must be at least 1");
  check_plan(plan, particles);
  if (!initial) throw InvalidArgument("initial: is an empty function, must write the starting places");
  if (!observer) throw InvalidArgument("observer: is an empty function, must take the snapshots");
  std::vector<BlockCost> costs(static_cast<std::size_t>(block_count(particles)));
  for_each_block(particles, [&](Index block, Index first, Index rows) {
    const auto* const steps =
        plan.step_times ? &(*plan.step_times)[static_cast<std::size_t>(block)] : nullptr;
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
    costs[static_cast<std::size_t>(block)] = carried.cost();
  });
  return add_up(std::move(costs), particles);
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
