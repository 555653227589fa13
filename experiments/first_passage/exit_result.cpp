#include "first_passage/exit_result.hpp"

#include <cmath>

#include "kolmo/core/statistics/histogram.hpp"
#include "kolmo/process/exit/brownian_exit.hpp"

namespace kolmo::first_passage {
namespace {

Eigen::ArrayXd to_array(const std::vector<double>& x) {
  return Eigen::Map<const Eigen::ArrayXd>(x.data(), static_cast<Index>(x.size()));
}

void write_estimates(const std::string& name, const std::vector<Estimate>& estimates,
                     const std::string& long_name, io::Group& group) {
  Eigen::ArrayXd value(static_cast<Index>(estimates.size())), error(value.size());
  for (Index i = 0; i < value.size(); ++i) {
    value(i) = estimates[static_cast<std::size_t>(i)].value;
    error(i) = estimates[static_cast<std::size_t>(i)].standard_error;
  }
  group.variable(name, {"h"}, value, {long_name, "s"});
  group.variable(name + "_standard_error", {"h"}, error, {"standard error of the " + long_name, "s"});
}

void write_scalar(const std::string& name, double value, const io::Labels& labels, io::Group& group) {
  group.variable(name, {}, io::Data(std::vector<double>{value}), labels);
}

/// Densities of the exit times, their means over cells.
void write_histograms(const ExitProblem& problem, const Ladder& ladder, const GridExit& grid,
                      const Axis& axis, io::Group& group) {
  Eigen::ArrayXd centre(axis.cells), density(axis.cells);
  for (Index i = 0; i < axis.cells; ++i) centre(i) = axis.centre(i);
  group.scale("t", centre, {"exit time", "s"});
  const auto write = [&](const std::string& name, const std::vector<double>& times,
                         const std::string& long_name) {
    const Histogram counts = histogram(times.data(), static_cast<Index>(times.size()), axis);
    group.variable(name, {"t"}, counts.density, {long_name, "s-1"});
    group.variable(name + "_standard_error", {"t"}, counts.error,
                   {"standard error of the " + long_name, "s-1"});
  };
  write("sampled_finest", ladder.sampled_finest, "density of exit times, sampled bridge, smallest step");
  write("sampled_coarsest", ladder.sampled_coarsest, "density of exit times, sampled bridge, largest step");
  write("none_coarsest", ladder.none_coarsest, "density of exit times, no correction, largest step");
  const Eigen::ArrayXd exits = grid.exits();
  density = (exits.tail(axis.cells) - exits.head(axis.cells)) / axis.width();
  group.variable("grid", {"t"}, density, {"density of exit times, outflow of the Fokker-Planck grid", "s-1"});
  if (!problem.is_unit_brownian) return;
  for (Index i = 0; i < axis.cells; ++i) {
    density(i) = (process::brownian_survival(axis.face(i)) - process::brownian_survival(axis.face(i + 1))) /
                 axis.width();
  }
  group.variable("exact", {"t"}, density, {"exact density of exit times", "s-1", "eigenfunction series"});
}

}  // namespace

Axis exit_time_axis(double mean) { return {0, 4 * mean, 80}; }

void write_exit_result(const ExitProblem& problem, const Ladder& ladder, const GridExit& grid, double exact,
                       double unit, io::Group& group) {
  group.attribute("title", "Exit times: " + problem.name);
  group.attribute("process", problem.process->name());
  if (!problem.coordinates.empty()) group.attribute("coordinates", problem.coordinates);
  group.attribute("start", problem.start);
  if (std::isfinite(problem.lower)) group.attribute("lower", problem.lower);
  if (std::isfinite(problem.upper)) group.attribute("upper", problem.upper);
  io::Group& means = group.group("means");
  means.scale("h", to_array(ladder.h), {"step", "s"});
  write_scalar("exact", exact, {"exact mean exit time", "s", "double integral"}, means);
  write_scalar("boundary_unit", unit, {"g E|slope of the mean exit time at the wall|", "s1/2"}, means);
  for (const Treatment* treatment : {&ladder.none, &ladder.midpoint, &ladder.sampled}) {
    write_estimates(treatment->name, treatment->reduced,
                    "mean exit time, correction " + treatment->name + ", with control variate", means);
    write_estimates(treatment->name + "_plain", treatment->plain,
                    "mean exit time, correction " + treatment->name, means);
  }
  write_estimates("removed", ladder.removed, "mean exit time without less that with bridges, same paths",
                  means);
  std::vector<double> paths;
  for (const double h : ladder.h) paths.push_back(static_cast<double>(problem.paths_at(h)));
  means.variable("paths", {"h"}, paths, {"paths", "1"});
  write_scalar("row_steps", static_cast<double>(ladder.row_steps), {"steps taken in all", "1"}, means);
  io::Group& times = group.group("exit_times");
  if (std::isfinite(grid.far_side)) times.attribute("closed_side_of_the_grid", grid.far_side);
  write_histograms(problem, ladder, grid, exit_time_axis(exact), times);
}

}  // namespace kolmo::first_passage
