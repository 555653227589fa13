// What is found of the roads by a learned score.

#include <algorithm>
#include <string>

#include "four_roads/flow/learned_model.hpp"
#include "four_roads/labels.hpp"
#include "four_roads/result/result_groups.hpp"

namespace kolmo::four_roads {
namespace {

/// The roads by the learned score, as a group of one distance names them.
struct Road {
  const char *road, *name, *label;
};
constexpr Road roads[] = {{road::reverse_sde_learned, "reverse_sde", "reverse SDE"},
                          {road::reverse_flow_learned, "reverse_flow", "reverse flow"}};

/// Of one distance and one road at the times; NaN where the road could not go.
struct Row {
  explicit Row(Index times)
      : observed(Eigen::ArrayXd::Constant(times, missing)), chance(observed), allowed(observed) {}
  Eigen::ArrayXd observed, chance, allowed;
};

Row row_of(const Road& road, const std::string& distance, const Problem& problem,
           const LearnedFinding& finding) {
  const std::vector<double>& times = problem.learned->times;
  Row row(static_cast<Index>(times.size()));
  const std::string pair = std::string(road.road) + "~" + road::exact;
  for (const verify::DistanceEntry& entry : finding.distances) {
    if (entry.pair != pair || entry.name != distance) continue;
    const auto k = std::find(times.begin(), times.end(), entry.time) - times.begin();
    row.observed(k) = entry.observed;
    row.chance(k) = entry.noise_floor + entry.budget;
    const std::string id = verify::comparison_id(problem.name, road.road, road::exact, distance, entry.time);
    for (const verify::Check& check : finding.checks)
      if (check.id == id) row.allowed(k) = check.tolerance;
  }
  return row;
}

void write_distance(const std::string& distance, const Problem& problem, const LearnedFinding& finding,
                    io::Group& group) {
  group.attribute("long_name",
                  distance_label(distance, static_cast<int>(problem.dimension())) + " from the exact law");
  std::vector<Row> rows;
  for (const Road& road : roads) rows.push_back(row_of(road, distance, problem, finding));
  const auto add = [&](const char* suffix, Eigen::ArrayXd Row::*numbers, const std::string& after) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if ((rows[i].*numbers).isNaN().all()) continue;
      group.variable(roads[i].name + std::string(suffix), {"time"}, rows[i].*numbers,
                     {roads[i].label + after, "1", "", true});
    }
  };
  add("", &Row::observed, "");
  add("_chance", &Row::chance, ": noise and steps alone");
  add("_allowed", &Row::allowed, ": with the score's error");
}

}  // namespace

void write_learned(const Problem& problem, const LearnedFinding& finding, io::Group& group) {
  const LearnedModel& learned = *problem.learned;
  group.attribute("model", learned.words);
  group.scale("time", to_array(learned.times), {"time", "s"});
  const auto add = [&](const char* where, const char* name, const Eigen::ArrayXd& values, const char* what) {
    group.group(where).variable(name, {"time"}, values, {what, "1"});
  };
  add("noise", "noise", to_array({learned.noise.begin() + 1, learned.noise.end()}),
      "deviation over scale of the noise");
  add("score_error", "absolute", finding.absolute, "E|s_learned - s|^2");
  add("score_error", "relative", finding.relative, "E|s_learned - s|^2/E|s|^2");
  add("girsanov", "integral", finding.girsanov, "1/2 int g^2 E|s_learned - s|^2 from the last time");
  add("girsanov", "bound", finding.girsanov_bound, "with its sampling error: bound of KL, reverse SDE");
  add("girsanov", "total_variation", (0.5 * finding.girsanov_bound).sqrt(),
      "root of half of it: bound of any probability's error");
  std::vector<std::string> names;
  for (const verify::DistanceEntry& entry : finding.distances)
    if (std::find(names.begin(), names.end(), entry.name) == names.end()) names.push_back(entry.name);
  for (const std::string& name : names) write_distance(name, problem, finding, group.group(name));
}

}  // namespace kolmo::four_roads
