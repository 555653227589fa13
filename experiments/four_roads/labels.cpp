#include "four_roads/labels.hpp"

#include <array>
#include <string_view>

#include "four_roads/comparison/comparisons.hpp"
#include "four_roads/problem/problem.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::four_roads {
namespace {

struct Row {
  std::string_view name, label;
};

template <std::size_t n>
std::string label_of(const std::array<Row, n>& table, const std::string& name, const char* what) {
  for (const Row& row : table)
    if (row.name == name) return std::string(row.label);
  throw InvalidArgument(std::string(what) + " '" + name + "' has no label (four_roads/labels.cpp)");
}

constexpr std::array<Row, 3> distances = {{
    {"ks", "Kolmogorov–Smirnov distance"},
    {"w1", "Wasserstein distance W₁"},
    {"energy", "energy distance"},
}};

constexpr std::array<Row, 5> directions = {{
    {"x", "coordinate x"},
    {"y", "coordinate y"},
    {"z", "coordinate z"},
    {"d1", "diagonal (x + y)/√2"},
    {"d2", "diagonal (x − y)/√2"},
}};

constexpr std::array<Row, 5> refinements = {{{"step", "time step"},
                                             {"grid", "cell width"},
                                             {"start", "start of the march"},
                                             {"end", "distance from the data at which a sampler ends"},
                                             {"grid_step", "time step of the march behind the score"}}};

}  // namespace

RoadLabel road_label(const std::string& road) {
  constexpr std::array<Row, 9> roads = {{{road::exact, "exact"},
                                         {road::sde, "SDE paths"},
                                         {road::fokker_planck, "Fokker–Planck grid"},
                                         {road::probability_flow, "probability flow"},
                                         {road::jko, "JKO steps"},
                                         {road::reverse_sde, "reverse SDE"},
                                         {road::reverse_flow, "reverse flow"},
                                         {road::reverse_sde_learned, "reverse SDE, learned score"},
                                         {road::reverse_flow_learned, "reverse flow, learned score"}}};
  RoadLabel label{label_of(roads, road, "road"), Direction::forward};
  if (road == road::exact) label.direction = Direction::exact;
  if (is_reverse(road)) label.direction = Direction::reverse;
  return label;
}

std::string distance_label(const std::string& distance, int dimension) {
  const std::size_t bar = distance.find('_');
  const std::string label = label_of(distances, distance.substr(0, bar), "distance");
  if (bar == std::string::npos || dimension == 1) return label;
  return label + ", " + label_of(directions, distance.substr(bar + 1), "direction");
}

std::string refinement_label(const std::string& road, const std::string& refinement) {
  return road_label(road).label + ": " + label_of(refinements, refinement, "refinement");
}

}  // namespace kolmo::four_roads
