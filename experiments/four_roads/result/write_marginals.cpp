// Densities and quantities of all roads at all times.

#include <algorithm>
#include <set>

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/comparison/quantity_table.hpp"
#include "four_roads/labels.hpp"
#include "four_roads/problem/walls.hpp"
#include "four_roads/result/result_groups.hpp"

namespace kolmo::four_roads {
namespace {

Eigen::ArrayXd centres(const Axis& axis) {
  Eigen::ArrayXd x(axis.cells);
  for (Index i = 0; i < axis.cells; ++i) x(i) = axis.centre(i);
  return x;
}

void write_densities(const Problem& problem, const ProblemResult& result, io::Group& group) {
  const std::vector<double> times = all_times(problem);
  for (const RoadOutput& output : result.roads) {
    const Index rows = output.densities[0].rows(), cols = output.densities[0].cols();
    const auto cells = static_cast<std::size_t>(rows * cols);
    std::vector<double> data(times.size() * cells, missing);
    for (std::size_t k = 0; k < times.size(); ++k) {
      const std::ptrdiff_t i = snapshot_at(output.result, times[k]);
      if (i < 0) continue;
      const Eigen::ArrayXXd& density = output.densities[static_cast<std::size_t>(i)];
      for (Index a = 0; a < rows; ++a) {
        for (Index b = 0; b < cols; ++b)
          data[k * cells + static_cast<std::size_t>(a * cols + b)] = density(a, b);
      }
    }
    const std::vector<std::string> dimensions = problem.dimension() == 1
                                                    ? std::vector<std::string>{"time", "x"}
                                                    : std::vector<std::string>{"time", "x", "y"};
    group.variable(
        "density_" + output.result.name, dimensions, std::move(data),
        {"probability density, " + road_label(output.result.name).label, "1", output.result.source, true});
  }
}

/// The law at time 0, which the roads start from and only the exact one reports.
void write_initial(const Problem& problem, io::Group& group) {
  const InitialLaw initial = initial_law(problem);
  const std::vector<std::string> dimensions =
      problem.dimension() == 1 ? std::vector<std::string>{"x"} : std::vector<std::string>{"x", "y"};
  if (problem.dimension() == 1) {
    group.variable("density_initial", dimensions, Eigen::ArrayXd(initial.density.col(0)),
                   {"probability density of the initial law, time 0", "1"});
  } else {
    group.variable("density_initial", dimensions, initial.density,
                   {"probability density of the initial law, time 0", "1"});
  }
  for (const auto& [name, value] : initial.quantities) {
    group.variable(name + "_initial", {}, io::Data(std::vector<double>{value}),
                   {std::string(quantity(name).label) + " of the initial law, time 0", "1"});
  }
}

/// Which roads there are: the axis of the quantities.
void write_roads(const std::vector<RoadOutput>& outputs, io::Group& group) {
  std::vector<std::string> roads, labels;
  std::vector<std::int8_t> directions;
  for (const RoadOutput& output : outputs) {
    const std::string& road = output.result.name;
    roads.push_back(road);
    labels.push_back(road_label(road).label);
    directions.push_back(static_cast<std::int8_t>(road_label(road).direction));
  }
  group.scale("road", roads, {"road", ""});
  group.variable("label", {"road"}, labels, {"what the road is called", ""});
  group.flags("direction", {"road"}, std::move(directions), direction_meanings, {"which way it goes", ""});
}

/// One quantity on (road, time), its standard errors and its budgets.
void write_quantity(const std::string& name, const std::vector<double>& times,
                    const std::vector<RoadOutput>& outputs, io::Group& group) {
  const auto r = static_cast<Index>(outputs.size()), n = static_cast<Index>(times.size());
  Eigen::ArrayXXd value = Eigen::ArrayXXd::Constant(r, n, missing), error = value, budget = value;
  for (Index i = 0; i < r; ++i) {
    const verify::RoadResult& road = outputs[static_cast<std::size_t>(i)].result;
    for (Index k = 0; k < n; ++k) {
      const std::ptrdiff_t at = snapshot_at(road, times[static_cast<std::size_t>(k)]);
      if (at < 0) continue;
      const auto& quantities = road.snapshots[static_cast<std::size_t>(at)].quantities;
      const auto found = quantities.find(name);
      if (found == quantities.end()) continue;
      value(i, k) = found->second.value;
      error(i, k) = found->second.standard_error;
      budget(i, k) = found->second.budget;
    }
  }
  const std::string label(quantity(name).label);
  group.variable(name, {"road", "time"}, value, {label, "1", "", true});
  group.variable(name + "_standard_error", {"road", "time"}, error,
                 {"standard error, " + label, "1", "", true});
  group.variable(name + "_budget", {"road", "time"}, budget,
                 {"discretisation budget, " + label, "1", "", true});
}

void write_quantities(const Problem& problem, const ProblemResult& result, io::Group& group) {
  std::set<std::string> names;
  for (const RoadOutput& output : result.roads)
    for (const auto& snapshot : output.result.snapshots)
      for (const auto& [name, quantity] : snapshot.quantities) names.insert(name);
  write_roads(result.roads, group);
  const std::vector<double> times = all_times(problem);
  for (const std::string& name : names) write_quantity(name, times, result.roads, group);
}

/// Coordinates of data bear the column's name, and what leads back to its values: x scale + shift.
void write_coordinates(const Problem& problem, const std::vector<Axis>& axes, io::Group& marginals) {
  for (std::size_t j = 0; j < axes.size(); ++j) {
    const std::string name = j == 0 ? "x" : "y";
    const bool data = j < problem.coordinates.size();
    marginals.scale(name, centres(axes[j]), {data ? problem.coordinates[j].name : name, "1"});
    if (!data) continue;
    marginals.annotate(name, "data_shift", problem.coordinates[j].shift);
    marginals.annotate(name, "data_scale", problem.coordinates[j].scale);
  }
}

}  // namespace

void write_marginals(const Problem& problem, const ProblemResult& result, io::Group& group) {
  write_coordinates(problem, plot_axes(problem), group);
  write_densities(problem, result, group);
  write_quantities(problem, result, group);
  if (!problem.linear && !problem.point) write_initial(problem, group);
}

}  // namespace kolmo::four_roads
