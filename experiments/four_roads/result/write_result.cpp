#include "four_roads/result/write_result.hpp"

#include <algorithm>

#include "four_roads/problem/walls.hpp"
#include "four_roads/result/result_groups.hpp"

namespace kolmo::four_roads {
namespace {

/// What is said of the problem and its roads as a whole.
void write_words(const Problem& problem, const ProblemResult& result, io::Group& group) {
  group.attribute("title", problem.title.empty() ? problem.name : problem.title);
  group.attribute("dimension", static_cast<std::int64_t>(problem.dimension()));
  group.attribute("process", problem.process->name());
  group.attribute("statement", problem.statement);
  group.attribute("accuracy_target", problem.target);
  if (problem.domain_from_paths)
    group.attribute("domain",
                    "found along pilot paths: their range and a margin of 0.4 of it on either side");
  group.attribute("certificate", "rests on " + result.rests_on);
  if (absorbs(problem))
    group.attribute(
        "laws", "of what no side has absorbed, divided by the survival probability, which is compared too");
  if (is_ring(problem))
    group.attribute("rings", "their laws and distances are those of the ring cut at the domain's lower side");
  for (const RoadOutput& output : result.roads) {
    if (!output.resolution.empty()) group.attribute("resolution_" + output.result.name, output.resolution);
  }
  for (const RoadNotThere& road : problem.not_there)
    group.attribute("missing_" + road.road, "does not apply: " + road.reason);
  for (const MissingRoad& missing : result.missing) {
    group.attribute("missing_" + missing.road,
                    missing.reason + "; try " + missing.key + " = " + missing.value);
  }
}

}  // namespace

std::vector<double> all_times(const Problem& problem) {
  std::vector<double> times = problem.times;
  times.insert(times.begin(), 0.0);
  return times;
}

std::ptrdiff_t snapshot_at(const verify::RoadResult& road, double time) {
  const auto found = std::find(road.times.begin(), road.times.end(), time);
  return found == road.times.end() ? -1 : found - road.times.begin();
}

Eigen::ArrayXd to_array(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Index>(values.size()));
}

void write_result(const Problem& problem, const ProblemResult& result, io::Group& group) {
  write_words(problem, result, group);
  // Each group has the coordinate of its own: a reader that opens one group alone finds the times in it.
  const Eigen::ArrayXd times = to_array(all_times(problem));
  group.scale("time", times, {"time", "s"});
  group.variable("clock", {"time"}, to_array(problem.clock), {"the process's own clock", "1"});
  for (const char* name : {"marginals", "distances", "ensembles"})
    group.group(name).scale("time", times, {"time", "s"});

  write_marginals(problem, result, group.group("marginals"));
  write_distances(problem, result, group.group("distances"));
  write_ensembles(problem, result, group.group("ensembles"));
  if (result.learned) write_learned(problem, *result.learned, group.group("learned_score"));
  io::Group& facts = group.group("facts");
  for (const RoadOutput& output : result.roads) {
    if (!output.levels.empty()) write_levels(output, group.group("convergence"));
    for (const auto& [name, fact] : output.facts) {
      facts.variable(output.result.name + "_" + name, {}, io::Data(std::vector<double>{fact.value}),
                     {fact.long_name, "1"});
    }
  }
}

}  // namespace kolmo::four_roads
