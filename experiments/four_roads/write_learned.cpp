#include <algorithm>
#include <set>

#include "four_roads/labels.hpp"
#include "four_roads/learned_model.hpp"
#include "four_roads/result_groups.hpp"

namespace kolmo::four_roads {
namespace {

void write_distance(const std::string& name, const std::vector<std::string>& pairs, const Problem& problem,
                    const LearnedFinding& finding, io::Group& group) {
  const std::vector<double>& times = problem.learned->times;
  Eigen::ArrayXXd observed = Eigen::ArrayXXd::Constant(static_cast<Index>(pairs.size()),
                                                       static_cast<Index>(times.size()), missing),
                  floor = observed, budget = observed;
  for (const verify::DistanceEntry& entry : finding.distances) {
    if (entry.name != name) continue;
    const auto i = std::find(pairs.begin(), pairs.end(), entry.pair) - pairs.begin();
    const auto k = std::find(times.begin(), times.end(), entry.time) - times.begin();
    observed(i, k) = entry.observed;
    floor(i, k) = entry.noise_floor;
    budget(i, k) = entry.budget;
  }
  const std::string label = distance_label(name, static_cast<int>(problem.dimension()));
  const auto add = [&](const char* suffix, const Eigen::ArrayXXd& values, const std::string& long_name) {
    group.variable(name + suffix, {"pair", "time"}, values, {long_name, "1", "", true});
  };
  add("", observed, label);
  add("_noise_floor", floor, label + ": what sampling noise alone may give");
  add("_budget", budget, label + ": discretisation budget");
}

}  // namespace

void write_learned(const Problem& problem, const LearnedFinding& finding, io::Group& group) {
  const LearnedModel& learned = *problem.learned;
  group.attribute("model", learned.words);
  group.scale("time", to_array(learned.times), {"time", "s"});
  const auto add = [&](const char* name, const Eigen::ArrayXd& values, const char* what) {
    group.variable(name, {"time"}, values, {what, "1"});
  };
  add("noise", to_array({learned.noise.begin() + 1, learned.noise.end()}),
      "deviation over scale of the noise");
  add("score_error", finding.absolute, "E|s_learned - s|^2");
  add("relative_error", finding.relative, "E|s_learned - s|^2/E|s|^2");
  add("girsanov", finding.girsanov, "1/2 int g^2 E|s_learned - s|^2 from the last time");
  add("girsanov_bound", finding.girsanov_bound,
      "the same and its sampling error: bound of KL of the reverse SDE");
  add("total_variation_bound", (0.5 * finding.girsanov_bound).sqrt(),
      "root of half of it: no probability of the reverse SDE is further off");
  std::vector<std::string> pairs;
  std::set<std::string> names;
  for (const verify::DistanceEntry& entry : finding.distances) {
    if (std::find(pairs.begin(), pairs.end(), entry.pair) == pairs.end()) pairs.push_back(entry.pair);
    names.insert(entry.name);
  }
  if (pairs.empty()) return;
  group.scale("pair", pairs, {"road by the learned score, and the exact law", ""});
  for (const std::string& name : names) write_distance(name, pairs, problem, finding, group);
}

}  // namespace kolmo::four_roads
