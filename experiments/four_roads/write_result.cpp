#include "four_roads/write_result.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "four_roads/labels.hpp"
#include "four_roads/quantities.hpp"
#include "four_roads/quantity_table.hpp"
#include "four_roads/walls.hpp"

namespace kolmo::four_roads {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// The words for verify::Budget's status, and which verdict each of them is: one for one.
constexpr const char* status_meanings = "not_measured as_claimed slower below_noise unresolved faster";
constexpr const char* status_verdicts = "none pass pass none unresolved pass";

Eigen::ArrayXd centres(const Axis& axis) {
  Eigen::ArrayXd x(axis.cells);
  for (Index i = 0; i < axis.cells; ++i) x(i) = axis.centre(i);
  return x;
}

Eigen::ArrayXd to_array(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Index>(values.size()));
}

/// Position of the road's snapshot at `time`, or −1.
std::ptrdiff_t snapshot_at(const verify::RoadResult& road, double time) {
  const auto found = std::find(road.times.begin(), road.times.end(), time);
  return found == road.times.end() ? -1 : found - road.times.begin();
}

/// All numbers lie on one axis of times: 0 and those of the problem.
std::vector<double> all_times(const Problem& problem) {
  std::vector<double> times = problem.times;
  times.insert(times.begin(), 0.0);
  return times;
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

void write_quantities(const Problem& problem, const ProblemResult& result, io::Group& group) {
  std::set<std::string> names;
  std::vector<std::string> roads;
  for (const RoadOutput& output : result.roads) {
    roads.push_back(output.result.name);
    for (const auto& snapshot : output.result.snapshots) {
      for (const auto& [name, quantity] : snapshot.quantities) names.insert(name);
    }
  }
  const std::vector<double> times = all_times(problem);
  const auto r = static_cast<Index>(roads.size()), n = static_cast<Index>(times.size());
  group.scale("road", roads, {"road", ""});
  std::vector<std::string> labels;
  std::vector<std::int8_t> directions;
  for (const std::string& road : roads) {
    labels.push_back(road_label(road).label);
    directions.push_back(static_cast<std::int8_t>(road_label(road).direction));
  }
  group.variable("label", {"road"}, labels, {"what the road is called", ""});
  group.flags("direction", {"road"}, std::move(directions), direction_meanings, {"which way it goes", ""});
  for (const std::string& name : names) {
    Eigen::ArrayXXd value = Eigen::ArrayXXd::Constant(r, n, missing), error = value, budget = value;
    for (Index i = 0; i < r; ++i) {
      const verify::RoadResult& road = result.roads[static_cast<std::size_t>(i)].result;
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
}

void write_distances(const Problem& problem, const ProblemResult& result, io::Group& group) {
  const std::vector<double> times = all_times(problem);
  std::vector<std::string> pairs;
  std::set<std::string> names;
  for (const verify::DistanceEntry& entry : result.certificate.distances) {
    if (std::find(pairs.begin(), pairs.end(), entry.pair) == pairs.end()) pairs.push_back(entry.pair);
    names.insert(entry.name);
  }
  if (pairs.empty()) return;
  const auto p = static_cast<Index>(pairs.size()), n = static_cast<Index>(times.size());
  group.scale("pair", pairs, {"pair of roads", ""});
  std::vector<std::int8_t> dependent(pairs.size(), 0);
  for (const std::string& name : names) {
    Eigen::ArrayXXd observed = Eigen::ArrayXXd::Constant(p, n, missing), floor = observed, budget = observed,
                    effect = observed, diffusion = observed;
    for (const verify::DistanceEntry& entry : result.certificate.distances) {
      const auto i = std::find(pairs.begin(), pairs.end(), entry.pair) - pairs.begin();
      dependent[static_cast<std::size_t>(i)] = entry.dependent ? 1 : 0;
      if (entry.name != name) continue;
      const auto k = std::find(times.begin(), times.end(), entry.time) - times.begin();
      observed(i, k) = entry.observed;
      floor(i, k) = entry.noise_floor;
      budget(i, k) = entry.budget;
      const auto effects = result.effects.find(entry.time);
      if (effects == result.effects.end() || entry.pair.starts_with("reverse")) continue;
      const auto found = effects->second.find(name);
      if (found != effects->second.end()) {
        effect(i, k) = found->second.drift;
        diffusion(i, k) = found->second.diffusion;
      }
    }
    group.variable(name, {"pair", "time"}, observed,
                   {distance_label(name, static_cast<int>(problem.dimension())), "1", "", true});
    group.variable(name + "_noise_floor", {"pair", "time"}, floor,
                   {"what sampling noise alone may give at the run's false-alarm rate", "1", "", true});
    group.variable(name + "_budget", {"pair", "time"}, budget,
                   {"discretisation budget of both roads", "1", "", true});
    group.variable(name + "_effect_of_2_percent", {"pair", "time"}, effect,
                   {"the distance that a drift 2 % larger would make", "1", "", true});
    group.variable(name + "_effect_of_2_percent_diffusion", {"pair", "time"}, diffusion,
                   {"the distance that a diffusion g^2 2 % larger would make", "1", "", true});
  }
  group.flags("dependent", {"pair"}, std::move(dependent), "independent dependent",
              {"whether the two roads share an ingredient", ""});
}

void write_ensembles(const Problem& problem, const ProblemResult& result, io::Group& group) {
  const std::vector<double> times = all_times(problem);
  const Index d = problem.dimension();
  std::vector<std::string> components;
  for (Index j = 0; j < d; ++j) components.push_back(letter(j));
  group.scale("component", components, {"coordinate", ""});
  for (const RoadOutput& output : result.roads) {
    if (output.ensembles.empty()) continue;
    const Index rows = output.ensembles[0].rows();
    const std::string particle = "particle_" + output.result.name;
    group.dimension(particle, rows);
    std::vector<double> data(times.size() * static_cast<std::size_t>(rows * d), missing);
    for (std::size_t k = 0; k < times.size(); ++k) {
      const std::ptrdiff_t at = snapshot_at(output.result, times[k]);
      if (at < 0) continue;
      const Points& points = output.ensembles[static_cast<std::size_t>(at)];
      for (Index i = 0; i < rows; ++i) {
        for (Index j = 0; j < d; ++j) {
          data[(k * static_cast<std::size_t>(rows) + static_cast<std::size_t>(i)) *
                   static_cast<std::size_t>(d) +
               static_cast<std::size_t>(j)] = points(i, j);
        }
      }
    }
    group.variable(output.result.name, {"time", particle, "component"}, std::move(data),
                   {"the first particles, " + road_label(output.result.name).label, "1", "", true});
  }
  if (problem.data.rows() > 0) {
    group.dimension("point", problem.data.rows());
    group.variable("data", {"point", "component"}, Eigen::ArrayXXd(problem.data),
                   {"the data set as the roads see it", "1"});
  }
}

/// One table a road and refinement: what each level gave, and the budget made of it.
void write_levels(const RoadOutput& output, io::Group& convergence) {
  std::vector<std::string> refinements;
  for (const LevelRecord& record : output.levels) {
    if (std::find(refinements.begin(), refinements.end(), record.refinement) == refinements.end()) {
      refinements.push_back(record.refinement);
    }
  }
  for (const std::string& refinement : refinements) {
    io::Group& group = convergence.group(output.result.name + "_" + refinement);
    std::vector<std::string> quantities;
    std::vector<double> times, values, difference, error, order, bound;
    std::vector<std::int8_t> status;
    std::size_t levels = 0;
    double claimed = 0;
    for (const LevelRecord& record : output.levels) {
      if (record.refinement != refinement) continue;
      quantities.push_back(record.quantity);
      times.push_back(record.time);
      levels = record.values.size();
      claimed = record.order_claimed;
      values.insert(values.end(), record.values.begin(), record.values.end());
      difference.push_back(record.differences[0].value);
      error.push_back(record.differences[0].standard_error);
      order.push_back(std::isfinite(record.budget.order_observed) ? record.budget.order_observed : missing);
      bound.push_back(record.budget.bound);
      status.push_back(static_cast<std::int8_t>(record.budget.status));
    }
    Eigen::ArrayXd factor(static_cast<Index>(levels));
    for (Index level = 0; level < factor.size(); ++level)
      factor(level) = static_cast<double>(Index{1} << level);
    group.scale("level", factor, {"refinement: step or cell width in units of the finest", "1"});
    group.dimension("record", static_cast<std::int64_t>(quantities.size()));
    group.variable("quantity", {"record"}, quantities, {"what was computed", ""});
    group.variable("at_time", {"record"}, to_array(times), {"time of the marginal", "s"});
    group.variable("value", {"record", "level"}, values, {"value on each level", "1"});
    group.variable("difference", {"record"}, to_array(difference),
                   {"finest less next, on the same noise", "1"});
    group.variable("difference_standard_error", {"record"}, to_array(error),
                   {"standard error of the difference", "1"});
    group.variable("order", {"record"}, to_array(order),
                   {"observed order over three levels, all times together", "1", "", true});
    group.variable("budget", {"record"}, to_array(bound),
                   {"bound of the discretisation error of the finest level", "1"});
    group.flags("status", {"record"}, status, status_meanings,
                {"whether the order is as claimed, where it matters", ""});
    group.annotate("status", "flag_verdicts", status_verdicts);
    group.attribute("long_name", refinement_label(output.result.name, refinement));
    if (std::isfinite(claimed)) group.attribute("order_claimed", claimed);  // an exact method claims none
  }
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

void write_result(const Problem& problem, const ProblemResult& result, io::Group& group) {
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
  // Each group has the coordinate of its own: a reader that opens one group alone finds the times in it.
  const Eigen::ArrayXd times = to_array(all_times(problem));
  group.scale("time", times, {"time", "s"});
  group.variable("clock", {"time"}, to_array(problem.clock), {"the process's own clock", "1"});
  for (const char* name : {"marginals", "distances", "ensembles"})
    group.group(name).scale("time", times, {"time", "s"});

  io::Group& marginals = group.group("marginals");
  const std::vector<Axis> axes = plot_axes(problem);
  write_coordinates(problem, axes, marginals);
  write_densities(problem, result, marginals);
  write_quantities(problem, result, marginals);
  if (!problem.linear && !problem.point) write_initial(problem, marginals);
  write_distances(problem, result, group.group("distances"));
  write_ensembles(problem, result, group.group("ensembles"));
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
