#include "four_roads/level_records.hpp"

#include <cmath>
#include <map>

#include "four_roads/problem/kinks.hpp"

namespace kolmo::four_roads {
namespace {

/// What an order's status means for the budget, and what would settle an open one.
std::string order_note(verify::OrderStatus status, const std::string& refinement) {
  std::string note(verify::to_string(status));
  const std::string more = refinement == "grid" ? "more cells" : "more steps";
  if (status == verify::OrderStatus::slower) {
    note += ": the budget follows the observed order; " + more + " for this road may show the claimed one";
  } else if (status == verify::OrderStatus::unresolved) {
    note += ": the differences do not stand out of their noise; try more particles, or " + more +
            " so that the order does not matter";
  }
  return note;
}

/// The records of one quantity in one refinement over all times.
struct Pooled {
  Estimate fine, coarse;  ///< squares until the end
  double statistical = 0, order = 0;
  bool three_levels = true;
};

using Pools = std::map<std::pair<std::string, std::string>, Pooled>;  // by refinement and quantity

Pools pooled(const std::vector<LevelRecord>& levels) {
  const auto add = [](Estimate& to, const Estimate& difference) {
    to.value += difference.value * difference.value;
    to.standard_error += difference.standard_error * difference.standard_error;
  };
  Pools pools;
  for (const LevelRecord& record : levels) {
    Pooled& pool = pools[{record.refinement, record.quantity}];
    pool.order = record.order_claimed;
    pool.statistical = std::hypot(pool.statistical, record.statistical);
    pool.three_levels = pool.three_levels && record.differences.size() > 1;
    add(pool.fine, record.differences[0]);
    if (pool.three_levels) add(pool.coarse, record.differences[1]);
  }
  return pools;
}

Estimate root(const Estimate& squares) {
  return {std::sqrt(squares.value), std::sqrt(squares.standard_error)};
}

/// An order that noise leaves open is recorded with its levels and not judged: the budget holds the noise,
/// and a comparison that it makes too wide to say anything is unresolved itself.
bool is_judged(verify::OrderStatus status) {
  return status != verify::OrderStatus::below_noise && status != verify::OrderStatus::not_measured &&
         status != verify::OrderStatus::unresolved;
}

}  // namespace

double record_levels(const RoadContext& context, const std::string& quantity, double time,
                     const std::string& refinement, const std::vector<double>& values,
                     const std::vector<Estimate>& differences, double order, double statistical,
                     RoadOutput& output) {
  if (differences.empty()) return 0;
  const auto coarse = differences.size() > 1 ? std::optional(differences[1]) : std::nullopt;
  const verify::Budget budget =
      verify::richardson_budget(differences[0], coarse, order, context.z(), statistical);
  output.levels.push_back({refinement, quantity, time, values, differences, order, statistical, budget});
  return budget.bound;
}

void judge_orders(const RoadContext& context, RoadOutput& output) {
  // Schemes claim their orders for smooth coefficients.
  const bool claimed = kinks(context.problem).empty();
  for (const auto& [key, pool] : pooled(output.levels)) {
    const auto coarse = pool.three_levels ? std::optional(root(pool.coarse)) : std::nullopt;
    const verify::Budget budget =
        verify::richardson_budget(root(pool.fine), coarse, pool.order, context.z(), pool.statistical);
    for (LevelRecord& record : output.levels) {
      if (record.refinement != key.first || record.quantity != key.second) continue;
      record.budget.order_observed = budget.order_observed;
      record.budget.status = budget.status;
    }
    if (!claimed || !is_judged(budget.status)) continue;
    verify::Check check;
    check.id = context.problem.name + "/" + output.result.name + "/order_in_" + key.first + "/" + key.second;
    check.expected = pool.order;
    check.observed = budget.order_observed;
    check.standard_error = budget.order_half_width / context.z();
    check.tolerance = verify::order_tolerance + budget.order_half_width;
    check.verdict = verify::verdict_of(budget.status);
    check.source = "the scheme's claim";
    check.note = order_note(budget.status, key.first);
    output.checks.push_back(std::move(check));
  }
}

double statistical_error(const RoadContext& context, const verify::RoadResult* road,
                         const std::string& quantity, double time, double spread) {
  if (road != nullptr) {
    for (std::size_t i = 0; i < road->times.size(); ++i) {
      if (road->times[i] != time) continue;
      const auto entry = road->snapshots[i].quantities.find(quantity);
      if (entry != road->snapshots[i].quantities.end()) return context.z() * entry->second.standard_error;
    }
  }
  return context.z() * spread / std::sqrt(static_cast<double>(context.problem.sde.particles));
}

}  // namespace kolmo::four_roads
