#include "sampler_orders/budget_curves.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::sampler_orders {
namespace {

constexpr const char* rules[] = {"lambda", "karras", "log_time", "time"};
constexpr double none = std::numeric_limits<double>::quiet_NaN();

BudgetCurve curve(const ode::SamplerEntry& sampler, const char* rule,
                  const std::shared_ptr<const ode::LogSnrClock>& clock, const std::vector<Index>& budgets,
                  const ErrorsAt& errors_at) {
  BudgetCurve found{sampler.claim.name, rule, {}, {}, {}, {}};
  for (const Index budget : budgets) {
    for (auto* column : {&found.evaluations, &found.trajectory, &found.law, &found.spread})
      column->push_back(none);
    if (sampler.claim.evaluations_per_step > static_cast<double>(budget)) continue;
    const auto grid =
        ode::sampling_grid(clock, ode::find_grid_rule(rule), ode::steps_within(sampler, budget, false));
    const BudgetErrors errors = errors_at(sampler, grid);
    found.evaluations.back() = static_cast<double>(sampler.program(grid, {}).evaluations());
    found.trajectory.back() = errors.trajectory;
    found.law.back() = errors.law;
    found.spread.back() = errors.spread;
  }
  return found;
}

void write_curve(const std::string& name, const BudgetCurve& curve, const std::vector<double>& errors,
                 const std::string& what, io::Group& part) {
  std::vector<double> evaluations, known, spread;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const bool again = !evaluations.empty() && curve.evaluations[i] <= evaluations.back();
    if (std::isnan(errors[i]) || again) continue;
    evaluations.push_back(curve.evaluations[i]);
    known.push_back(errors[i]);
    spread.push_back(curve.spread[i]);
  }
  if (known.empty()) return;
  io::Group& group = part.group("work_precision/" + name);
  group.attribute("long_name", what);
  group.attribute("scheme", curve.sampler);
  group.scale("evaluations", evaluations, {"evaluations of the score", "1"});
  group.variable("error", {"evaluations"}, known, {what, "1"});
  group.variable("standard_error", {"evaluations"}, spread,
                 {"spread of the error between two replicates; 0 without noise", "1"});
}

/// Everything in one table, and the sampler of the least error at each budget on each grid.
void write_table(const std::vector<BudgetCurve>& curves, const std::vector<Index>& budgets, io::Group& part) {
  io::Group& table = part.group("table");
  std::vector<std::string> samplers, grids(std::begin(rules), std::end(rules));
  for (const ode::SamplerEntry& sampler : ode::samplers()) samplers.push_back(sampler.claim.name);
  table.scale("grid", grids, {"grid of times", "1"});
  table.scale("sampler", samplers, {"sampler", "1"});
  table.scale("budget", std::vector<double>(budgets.begin(), budgets.end()),
              {"evaluations of the score that are allowed", "1"});
  const auto add = [&](const char* name, std::vector<double> BudgetCurve::*column, const char* what) {
    std::vector<double> all;
    for (const BudgetCurve& one : curves) all.insert(all.end(), (one.*column).begin(), (one.*column).end());
    table.variable(name, {"grid", "sampler", "budget"}, all, {what, "1", "", true});
  };
  add("evaluations", &BudgetCurve::evaluations, "evaluations that are made");
  add("trajectory_error", &BudgetCurve::trajectory, "root mean square error of trajectories");
  const bool knows_laws = std::any_of(curves.begin(), curves.end(), [](const BudgetCurve& one) {
    return std::any_of(one.law.begin(), one.law.end(), [](double error) { return !std::isnan(error); });
  });
  if (knows_laws) {
    add("law_error", &BudgetCurve::law, "W2 to the exact law");
    add("law_spread", &BudgetCurve::spread, "spread of W2 between two replicates");
  }
  const auto judged = knows_laws ? &BudgetCurve::law : &BudgetCurve::trajectory;
  std::vector<std::string> best;
  for (std::size_t g = 0; g < grids.size(); ++g) {
    for (std::size_t b = 0; b < budgets.size(); ++b) {
      const auto error = [&](std::size_t s) {
        const double value = (curves[g * samplers.size() + s].*judged)[b];
        return std::isnan(value) ? std::numeric_limits<double>::infinity() : value;
      };
      std::size_t least = 0;
      for (std::size_t s = 1; s < samplers.size(); ++s) least = error(s) < error(least) ? s : least;
      best.push_back(samplers[least]);
    }
  }
  table.variable(
      "best", {"grid", "budget"}, best,
      {knows_laws ? "sampler of the least W2" : "sampler of the least error of trajectories", "1"});
}

}  // namespace

std::vector<BudgetCurve> all_curves(const std::shared_ptr<const ode::LogSnrClock>& clock,
                                    const std::vector<Index>& budgets, const ErrorsAt& errors_at) {
  const auto& some = ode::samplers();
  std::vector<BudgetCurve> curves(some.size() * std::size(rules));
  for_each_task(static_cast<Index>(curves.size()), [&](Index i) {
    const auto place = static_cast<std::size_t>(i);
    curves[place] = curve(some[place % some.size()], rules[place / some.size()], clock, budgets, errors_at);
  });
  return curves;
}

void write_curves(const std::vector<BudgetCurve>& curves, const std::vector<Index>& budgets,
                  io::Group& part) {
  for (const BudgetCurve& one : curves) {
    const std::string name = one.rule + "_" + one.sampler;
    write_curve(name, one, one.trajectory, "root mean square error of trajectories", part);
    write_curve("law_" + name, one, one.law, "W2 to the exact law", part);
  }
  write_table(curves, budgets, part);
}

}  // namespace kolmo::sampler_orders
