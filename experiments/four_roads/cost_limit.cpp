#include "four_roads/cost_limit.hpp"

#include <algorithm>

#include "four_roads/refinement.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::four_roads {
namespace {

constexpr int most_doublings = 6;

/// "problem.p.sde.steps = 4096".
std::string remedy(const Problem& problem, const Fineness& fineness, double much) {
  const int more = doublings(much, fineness.order, most_doublings + 1);
  const std::string larger = "a larger accuracy.target";
  if (fineness.key.empty())
    return larger + ", problem." + problem.name + "." + fineness.off + " (the other roads go on)";
  if (more > most_doublings) return larger;
  return "problem." + problem.name + "." + fineness.key + " = " + number_text(fineness.count << more) + ", " +
         larger;
}

/// Of the largest budget, each in its own spread: levels that are far from their limit may cross it, and the
/// budget of a quantity that crosses there is too small by chance.
constexpr double by_chance = 0.1;

void widen_budgets(const Problem& problem, double share, RoadOutput& output) {
  for (verify::RoadSnapshot& snapshot : output.result.snapshots) {
    std::map<std::string, double> values;
    for (const auto& [name, entry] : snapshot.quantities) values[name] = entry.value;
    for (const auto& [name, spread] : spreads_of(problem, snapshot.laws, values)) {
      const auto entry = snapshot.quantities.find(name);
      if (entry != snapshot.quantities.end())
        entry->second.budget = std::max(entry->second.budget, share * spread);
    }
    for (const auto& [name, law] : snapshot.laws) {
      double& ks = snapshot.distance_budgets["ks_" + name];
      double& w1 = snapshot.distance_budgets["w1_" + name];
      ks = std::max(ks, share);
      w1 = std::max(w1, share * law.standard_deviation());
    }
  }
}

}  // namespace

void say_cost_limit(const Problem& problem, const std::string& road, const std::vector<Fineness>& finenesses,
                    RoadOutput& output) {
  double most = 1, given = 1;
  const Fineness* worst = nullptr;
  for (const Fineness& fineness : finenesses) {
    const double much = excess(problem, output, fineness.refinement);
    if (!fineness.chosen) {
      given = std::max(given, much);
    } else if (much > most) {
      most = much;
      worst = &fineness;
    }
  }
  const auto says = [&](double much) {
    return "a budget " + number_text(much, 3) +
           " times what accuracy.target = " + number_text(problem.target) + " allows";
  };
  if (given > 1) output.resolution += "; the numbers given leave " + says(given);
  if (worst == nullptr) return;
  output.resolution += "; the cost limit was reached before the accuracy asked for";
  // Of coupled samples the noise of their differences is in the budget as well.
  const bool sampled = output.result.snapshots.front().laws.begin()->second.is_sample();
  output.result.largest_share =
      (static_cast<double>(finenesses.size()) + (sampled ? 1.0 : 0.0)) * problem.target;
  if (!sampled) widen_budgets(problem, by_chance * most * problem.target, output);
  output.result.cost_limit = road + " reached its cost limit with " + says(most) + "; try " +
                             remedy(problem, *worst, most) + ", or a domain that fits the law more closely";
}

}  // namespace kolmo::four_roads
