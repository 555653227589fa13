#pragma once
// Error against evaluations: every sampler on every grid at every budget, as a table and as curves.

#include <functional>
#include <string>
#include <vector>

#include "kolmo/io/group.hpp"
#include "sampler_orders/budgets.hpp"

namespace kolmo::sampler_orders {

/// One sampler on one grid at all budgets; NaN where a budget is too small for a step.
struct BudgetCurve {
  std::string sampler, rule;
  std::vector<double> evaluations, trajectory, law, spread;
};

/// What a sampler's run on a grid errs by; NaN in `trajectory` or `law` where that is not known.
using ErrorsAt = std::function<BudgetErrors(const ode::SamplerEntry& sampler, const ode::SamplingGrid& grid)>;

/// Of every sampler on the grids lambda, karras, log_time and time of the clock, with the largest number of
/// steps that each budget allows, one thread each.
std::vector<BudgetCurve> all_curves(const std::shared_ptr<const ode::LogSnrClock>& clock,
                                    const std::vector<Index>& budgets, const ErrorsAt& errors_at);

/// Groups work_precision/…, and the group table with the sampler of the least error at each budget on each
/// grid: of W2 where it is known of any, else of trajectories.
void write_curves(const std::vector<BudgetCurve>& curves, const std::vector<Index>& budgets, io::Group& part);

}  // namespace kolmo::sampler_orders
