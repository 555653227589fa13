#include "kolmo/jko/flow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {

FlowPlan even_plan(std::vector<double> times, double tau, Index refinement) {
  require_rising_times(times);
  require(std::isfinite(tau) && tau > 0, "tau", tau, "must be finite and > 0");
  require(refinement >= 1, "refinement", static_cast<double>(refinement), "must be at least 1");
  FlowPlan plan;
  for (std::size_t k = 1; k < times.size(); ++k) {
    const double steps = std::max(1.0, std::ceil((times[k] - times[k - 1]) / tau * (1 - 1e-9)));
    require(steps < 1e9, "tau", tau, "must divide no interval into more than 1e9 steps");
    plan.steps.push_back(static_cast<Index>(steps) * refinement);
  }
  plan.times = std::move(times);
  return plan;
}

double FlowReport::dissipation_ratio() const {
  const double lost = energy_initial - energy_final;
  return lost != 0 ? movement / lost : std::numeric_limits<double>::quiet_NaN();
}

double FlowReport::largest_residual() const {
  double largest = 0;
  for (const auto& record : steps) largest = std::max(largest, record.report.residual);
  return largest;
}

Index FlowReport::iterations() const {
  Index total = 0;
  for (const auto& record : steps) total += record.report.iterations;
  return total;
}

FlowReport flow(const Energy& energy, const FlowPlan& plan, const LagrangianDensity& initial,
                const FlowObserver& observer) {
  plan.validate();
  if (!observer) throw InvalidArgument("observer: is an empty function, must take the snapshots");
  const auto step = find_step(plan.step).make();
  LagrangianDensity rho = initial;
  FlowReport report;
  report.energy_initial = evaluate(energy, rho);
  report.energy_final = report.energy_initial;
  CompensatedSum movement;
  observer(0, plan.times.front(), rho);
  for (std::size_t k = 0; k < plan.steps.size(); ++k) {
    const Index count = plan.steps[k];
    const double tau = (plan.times[k + 1] - plan.times[k]) / static_cast<double>(count);
    for (Index i = 0; i < count; ++i) {
      throw_if_stopped();
      const double t = plan.times[k] + static_cast<double>(i) * tau;
      const StepReport done = step->step(energy, t, tau, rho);
      movement.add(done.increment_squared / (2 * tau));
      const double end = i + 1 == count ? plan.times[k + 1] : t + tau;
      report.steps.push_back({end, tau, done});
      report.energy_final = done.energy;
    }
    observer(static_cast<Index>(k) + 1, plan.times[k + 1], rho);
  }
  report.movement = movement.value();
  return report;
}

}  // namespace kolmo::jko
