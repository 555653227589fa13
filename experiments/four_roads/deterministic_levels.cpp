#include "four_roads/deterministic_levels.hpp"

#include <cmath>
#include <numbers>

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/comparison/quantity_table.hpp"
#include "four_roads/level_records.hpp"

namespace kolmo::four_roads {
namespace {

constexpr double nothing_known = 1e6;

/// Levels that differ by more than an eighth of the spread and come no closer from one to the next (order
/// below ½) say nothing of the limit: a law narrower than a cell has the width of the cell on each of them,
/// and the entropy falls by log 2 every time. No budget can be made of that; the one that is written, 10⁶
/// spreads, lets no comparison pass or fail.
bool in_the_dark(double fine, double coarse, double spread) {
  return fine > spread / 8 && coarse < std::numbers::sqrt2 * fine;
}

/// The same of one quantity on the levels. Where it is the entropy, the density itself is in the dark, and
/// with it everything.
bool levels_in_the_dark(const DeterministicRefinement& refinement, std::size_t snapshot,
                        const std::string& name, double spread) {
  if (refinement.levels.size() < 3) return false;
  const auto value = [&](std::size_t level) {
    return (*refinement.levels[level])[snapshot].quantities.at(name);
  };
  return in_the_dark(std::abs(value(0) - value(1)), std::abs(value(1) - value(2)), spread);
}

double quantity_budget(const RoadContext& context, const DeterministicRefinement& refinement,
                       std::size_t snapshot, const std::string& name, const verify::RoadResult* statistical,
                       RoadOutput& output) {
  const DeterministicSnapshot& finest = (*refinement.levels[0])[snapshot];
  const double value = finest.quantities.at(name);
  const double spread = quantity(name).spread({context.problem, finest.laws, value});
  // What rounding leaves in a difference of two runs: below it an order cannot be seen.
  const double rounding = 1e-12 * (spread + std::abs(value));
  std::vector<double> values;
  std::vector<Estimate> differences;
  for (const auto* level : refinement.levels) {
    values.push_back((*level)[snapshot].quantities.at(name));
    if (values.size() > 1) differences.push_back({values[values.size() - 2] - values.back(), rounding});
  }
  const double time = output.result.times[snapshot];
  const double bound =
      record_levels(context, name, time, refinement.name, values, differences, refinement.order,
                    statistical_error(context, statistical, name, time, spread), output);
  const bool unknown = levels_in_the_dark(refinement, snapshot, name, spread) ||
                       levels_in_the_dark(refinement, snapshot, "entropy", 1);
  return unknown ? nothing_known * spread : bound;
}

/// b of a distance from two levels, or from three: the observed order takes the claimed one's place where it
/// is lower. `largest`: what it can be at all, where the levels say nothing; `spread`: in what it is
/// measured.
double law_budget(const DeterministicRefinement& refinement, std::size_t snapshot, const std::string& name,
                  double (*distance)(const Law1D&, const Law1D&), double spread, double largest) {
  const auto law = [&](std::size_t level) -> const Law1D& {
    return (*refinement.levels[level])[snapshot].laws.at(name);
  };
  const double fine = distance(law(0), law(1));
  const auto coarse = refinement.levels.size() > 2 ? std::optional(distance(law(1), law(2))) : std::nullopt;
  if (coarse && in_the_dark(fine, *coarse, spread)) return largest;
  return verify::distance_budget(fine, coarse, refinement.order, 0).bound;
}

}  // namespace

void summarise_deterministic(const RoadContext& context,
                             const std::vector<DeterministicRefinement>& refinements,
                             const verify::RoadResult* statistical, RoadOutput& output) {
  const std::vector<DeterministicSnapshot>& finest = *refinements[0].levels[0];
  for (std::size_t i = 0; i < output.result.times.size(); ++i) {
    verify::RoadSnapshot snapshot;
    for (const auto& [name, value] : finest[i].quantities) {
      double budget = 0;
      for (const DeterministicRefinement& refinement : refinements) {
        budget += quantity_budget(context, refinement, i, name, statistical, output);
      }
      snapshot.quantities[name] = {value, 0, budget};
    }
    for (const auto& [name, law] : finest[i].laws) {
      double ks = 0, w1 = 0;
      for (const DeterministicRefinement& refinement : refinements) {
        if (refinement.levels.size() < 2) continue;
        ks += law_budget(refinement, i, name, ks_distance, 1, 1);
        w1 += law_budget(refinement, i, name, w1_distance, law.standard_deviation(),
                         distance_per_mass(context.problem, "w1_" + name));
      }
      snapshot.distance_budgets["ks_" + name] = ks;
      snapshot.distance_budgets["w1_" + name] = w1;
      snapshot.laws.emplace(name, law);
    }
    if (context.problem.dimension() == 1) {
      output.densities.push_back(binned(snapshot.laws.at("x"), plot_axes(context.problem)[0]));
    }
    output.result.snapshots.push_back(std::move(snapshot));
  }
  judge_orders(context, output);
}

}  // namespace kolmo::four_roads
