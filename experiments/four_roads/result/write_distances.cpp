// Distances between roads, with what noise, steps and an error of 2 % would make of them.

#include <algorithm>
#include <set>

#include "four_roads/labels.hpp"
#include "four_roads/result/result_groups.hpp"

namespace kolmo::four_roads {
namespace {

/// One distance on (pair, time), what noise and steps alone may make of it, and what an error of 2 % would.
struct Table {
  Table(std::size_t pairs, std::size_t times)
      : observed(Eigen::ArrayXXd::Constant(static_cast<Index>(pairs), static_cast<Index>(times), missing)) {}

  void fill(Index pair, Index time, const verify::DistanceEntry& entry, const verify::Effects& effects) {
    observed(pair, time) = entry.observed;
    floor(pair, time) = entry.noise_floor;
    budget(pair, time) = entry.budget;
    const auto at = effects.find(entry.time);
    if (at == effects.end() || entry.pair.starts_with("reverse")) return;
    const auto found = at->second.find(entry.name);
    if (found == at->second.end()) return;
    effect(pair, time) = found->second.drift;
    diffusion(pair, time) = found->second.diffusion;
  }

  void write(const std::string& name, const std::string& label, io::Group& group) const {
    const auto add = [&](const char* suffix, const Eigen::ArrayXXd& values, const std::string& long_name) {
      group.variable(name + suffix, {"pair", "time"}, values, {long_name, "1", "", true});
    };
    add("", observed, label);
    add("_noise_floor", floor, "what sampling noise alone may give at the run's false-alarm rate");
    add("_budget", budget, "discretisation budget of both roads");
    add("_effect_of_2_percent", effect, "the distance that a drift 2 % larger would make");
    add("_effect_of_2_percent_diffusion", diffusion,
        "the distance that a diffusion g^2 2 % larger would make");
  }

  Eigen::ArrayXXd observed, floor = observed, budget = observed, effect = observed, diffusion = observed;
};

}  // namespace

void write_distances(const Problem& problem, const ProblemResult& result, io::Group& group) {
  const std::vector<double> times = all_times(problem);
  std::vector<std::string> pairs;
  std::set<std::string> names;
  for (const verify::DistanceEntry& entry : result.certificate.distances) {
    if (std::find(pairs.begin(), pairs.end(), entry.pair) == pairs.end()) pairs.push_back(entry.pair);
    names.insert(entry.name);
  }
  if (pairs.empty()) return;
  group.scale("pair", pairs, {"pair of roads", ""});
  std::vector<std::int8_t> dependent(pairs.size(), 0);
  for (const std::string& name : names) {
    Table table(pairs.size(), times.size());
    for (const verify::DistanceEntry& entry : result.certificate.distances) {
      const auto i = std::find(pairs.begin(), pairs.end(), entry.pair) - pairs.begin();
      dependent[static_cast<std::size_t>(i)] = entry.dependent ? 1 : 0;
      if (entry.name == name)
        table.fill(i, std::find(times.begin(), times.end(), entry.time) - times.begin(), entry,
                   result.effects);
    }
    table.write(name, distance_label(name, static_cast<int>(problem.dimension())), group);
  }
  group.flags("dependent", {"pair"}, std::move(dependent), "independent dependent",
              {"whether the two roads share an ingredient", ""});
}

}  // namespace kolmo::four_roads
