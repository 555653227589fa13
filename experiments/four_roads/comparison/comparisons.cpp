#include "four_roads/comparison/comparisons.hpp"

#include <algorithm>

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/comparison/references.hpp"
#include "four_roads/flow/learned_roads.hpp"
#include "four_roads/flow/sampler_road.hpp"
#include "four_roads/labels.hpp"
#include "kolmo/verify/certificate.hpp"

namespace kolmo::four_roads {
namespace {

/// The roads that run, in the order of their comparison.
std::vector<std::string> roads_of(const Problem& problem) {
  std::vector<std::string> roads;
  if (problem.sde.enabled) roads.emplace_back(road::sde);
  if (problem.fokker_planck.enabled) roads.emplace_back(road::fokker_planck);
  if (problem.ode.enabled) roads.emplace_back(road::probability_flow);
  if (problem.jko.enabled) roads.emplace_back(road::jko);
  if (problem.reverse.enabled) roads.insert(roads.end(), {road::reverse_sde, road::reverse_flow});
  if (problem.linear) roads.emplace_back(road::exact);
  return roads;
}

}  // namespace

bool is_reverse(const std::string& name) {
  return name == road::reverse_sde || name == road::reverse_flow || name == road::reverse_sde_learned ||
         name == road::reverse_flow_learned;
}

std::vector<std::pair<std::string, std::string>> road_pairs(const Problem& problem) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const std::vector<std::string> roads = roads_of(problem);
  for (std::size_t i = 0; i < roads.size(); ++i) {
    for (std::size_t j = i + 1; j < roads.size(); ++j) {
      const bool compares = is_reverse(roads[i]) ? roads[j] == road::exact : !is_reverse(roads[j]);
      if (compares) pairs.emplace_back(roads[i], roads[j]);
    }
  }
  return pairs;
}

bool has_road(const Problem& problem) {
  const std::vector<std::string> roads = roads_of(problem);
  return std::any_of(roads.begin(), roads.end(), [](const std::string& road) { return road != road::exact; });
}

std::vector<std::string> comparison_ids(const Problem& problem) {
  std::vector<std::string> ids;
  for (const auto& pair : road_pairs(problem)) {
    const std::vector<std::string> others = quantity_names(problem, pair.second);
    std::vector<std::string> names;
    for (const std::string& name : quantity_names(problem, pair.first)) {
      if (std::find(others.begin(), others.end(), name) != others.end()) names.push_back(name);
    }
    for (const std::string& name : distance_names(problem)) {
      const bool without_points = name == "energy" && (pair.first == road::jko || pair.second == road::jko);
      if (!without_points) names.push_back(name);
    }
    std::vector<double> times = problem.times;
    if (is_reverse(pair.first)) {
      times.back() = 0;  // the way back starts at the last time and ends at 0
    }
    for (const double time : times) {
      for (const std::string& name : names) {
        ids.push_back(verify::comparison_id(problem.name, pair.first, pair.second, name, time));
      }
    }
  }
  const std::vector<std::string> learned = learned_comparison_ids(problem);
  ids.insert(ids.end(), learned.begin(), learned.end());
  for (const std::string& road : roads_of(problem)) {
    for (const ReferenceValue& reference : reference_moments(problem)) {
      const auto& times = problem.times;
      if (is_reverse(road) || std::find(times.begin(), times.end(), reference.time) == times.end()) continue;
      ids.push_back(
          verify::comparison_id(problem.name, road, "reference", reference.quantity, reference.time));
    }
  }
  return ids;
}

std::size_t noisy_order_checks(const Problem& problem) {
  std::size_t orders = 0;
  for (const std::string& road : roads_of(problem)) {
    const bool flows = road == road::probability_flow || road == road::reverse_flow;
    if (road != road::sde && road != road::reverse_sde && !flows) continue;
    const bool ends = is_reverse(road) && goes_by_sampler(problem, road);
    // Its step; its score's cells and steps, or the end of a sampler.
    const std::size_t refinements = flows && !problem.linear ? 3 : ends ? 2 : 1;
    orders += refinements * quantity_names(problem, road).size();
  }
  if (problem.learned != nullptr)
    for (const char* road : {road::reverse_sde_learned, road::reverse_flow_learned})
      orders += quantity_names(problem, road).size();
  return orders;
}

}  // namespace kolmo::four_roads
