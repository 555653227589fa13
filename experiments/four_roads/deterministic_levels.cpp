#include "four_roads/deterministic_levels.hpp"

#include <cmath>

#include "four_roads/quantities.hpp"

namespace kolmo::four_roads {
namespace {

/// What rounding leaves in a difference of two runs: below it an order cannot be seen.
double rounding(double value) { return 1e-12 * (1 + std::abs(value)); }

double quantity_budget(const RoadContext& context, const DeterministicRefinement& refinement,
                       std::size_t snapshot, const std::string& name, const verify::RoadResult* statistical,
                       RoadOutput& output) {
  std::vector<double> values;
  std::vector<Estimate> differences;
  for (const auto* level : refinement.levels) {
    values.push_back((*level)[snapshot].quantities.at(name));
    if (values.size() > 1)
      differences.push_back({values[values.size() - 2] - values.back(), rounding(values.back())});
  }
  const double time = output.result.times[snapshot];
  return record_levels(context, name, time, refinement.name, values, differences, refinement.order,
                       statistical_error(context, statistical, name, time, values[0]), output);
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
        const Law1D& next = (*refinement.levels[1])[i].laws.at(name);
        ks += verify::distance_budget(ks_distance(law, next), std::nullopt, refinement.order, 0).bound;
        w1 += verify::distance_budget(w1_distance(law, next), std::nullopt, refinement.order, 0).bound;
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
