#include "first_passage/box_part.hpp"

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/fokker_planck/analysis/first_passage.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/time/steppers.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace kolmo::first_passage {
namespace {

constexpr Index times_in_all = 4;
/// An axis, and steps between two times: eliminating N cells with w of them across the shorter axes takes N
/// w² operations, which in space leaves 20 cells an axis.
struct Resolution {
  Index coarsest_cells, forward_cells, forward_steps;
};
Resolution resolution(const BoxProblem& problem) {
  return problem.dimension() == 3 ? Resolution{5, 16, 48} : Resolution{32, 64, 128};
}
/// Steps of paths between two times, at the largest step size of three, each half the one before.
constexpr int coarsest_steps = 32;
const std::string of_grid = "the Fokker-Planck grid, forward";

struct Backward {
  double mean, mean_error;
  Eigen::ArrayXd sides;  ///< P(exit through 2 axis + side), 0 where it does not absorb
};

/// u at the start, by the mass that stands for it.
double at_start(const BoxProblem& problem, const Grid& grid, const Eigen::ArrayXd& u) {
  const Eigen::ArrayXd p = fokker_planck::point_mass(grid, problem.given.initial.point);
  return dot(p.data(), u.data(), u.size()) * grid.cell_volume();
}

Backward backward(const BoxProblem& problem) {
  std::vector<Eigen::ArrayXd> rows;
  for (const Index factor : {1, 2, 4}) {
    const auto generator = problem.generator(factor * resolution(problem).coarsest_cells);
    Eigen::ArrayXd row = Eigen::ArrayXd::Zero(1 + 2 * problem.dimension());
    row(0) = at_start(problem, generator.grid(), fokker_planck::mean_passage_time(generator));
    for (Index axis = 0; axis < problem.dimension(); ++axis)
      for (const Index side : {0, 1})
        if (problem.leaves_through(axis, side))
          row(1 + 2 * axis + side) =
              at_start(problem, generator.grid(), fokker_planck::exit_probability(generator, axis, side));
    rows.push_back(row);
    throw_if_stopped();
  }
  // The start lies anywhere within its cells, so that errors are h² times a factor that changes: no limit is
  // taken. Bilinear interpolation and the scheme err by less than what the last halving changes.
  const Eigen::ArrayXd change = (rows[2] - rows[1]).abs().max((rows[1] - rows[0]).abs() / 4);
  return {rows[2](0), change(0), rows[2].tail(2 * problem.dimension())};
}

struct Forward {
  Eigen::ArrayXd survival;  ///< at the times after 0
  Eigen::ArrayXd sides;     ///< by the last of them
  double error, mass_defect;
};

fokker_planck::FirstPassage march(const BoxProblem& problem, const std::vector<double>& times,
                                  Index refined) {
  const Resolution chosen = resolution(problem);
  const auto generator = problem.generator(refined * chosen.forward_cells);
  return fokker_planck::first_passage_density(
      generator, fokker_planck::stepper(problem.stepper()),
      fokker_planck::point_mass(generator.grid(), problem.given.initial.point),
      Schedule::with_steps_each(times, refined * chosen.forward_steps));
}

Forward forward(const BoxProblem& problem, const std::vector<double>& times) {
  const auto coarse = march(problem, times, 1), fine = march(problem, times, 2);
  const Index last = fine.exits.rows() - 1;
  return {fine.survival.tail(times_in_all), fine.exits.row(last).transpose(),
          std::max((fine.survival - coarse.survival).abs().maxCoeff(),
                   (fine.exits.row(last) - coarse.exits.row(last)).abs().maxCoeff()),
          fine.march.mass_defect};
}

/// Fractions inside at the times, then of those that left by the last through each side.
Eigen::ArrayXd fractions(const BoxProblem& problem, const Settings& settings,
                         const std::vector<double>& times, int steps) {
  const auto walls = settings.walls(problem.walls());
  const sde::Schedule schedule = sde::Schedule::with_step(times, times[1] / static_cast<double>(steps));
  sde::Simulation simulation{*problem.given.process, *problem.scheme, schedule, problem.paths,
                             settings.stream(problem.given.name + "/box/" + number_text(steps))};
  simulation.walls = walls.get();
  Points start(problem.paths, problem.dimension());
  for (Index k = 0; k < problem.dimension(); ++k) start.col(k) = problem.given.initial.point(k);
  const sde::Snapshots snapshots = sde::simulate_snapshots(simulation, start);
  Eigen::ArrayXd counts = Eigen::ArrayXd::Zero(times_in_all + 2 * problem.dimension());
  for (Index s = 0; s < times_in_all; ++s) {
    const Points& x = snapshots[static_cast<std::size_t>(s) + 1][0];
    for (Index i = 0; i < problem.paths; ++i) {
      bool inside = true;
      for (Index axis = 0; axis < problem.dimension(); ++axis) {
        for (const Index side : {0, 1}) {
          if (!inside || !problem.leaves_through(axis, side)) continue;
          const double wall =
              (*problem.given.domain)[static_cast<std::size_t>(axis)][static_cast<std::size_t>(side)];
          if (side == 0 ? x(i, axis) > wall : x(i, axis) < wall) continue;
          inside = false;
          if (s == times_in_all - 1) counts(times_in_all + 2 * axis + side) += 1;
        }
      }
      counts(s) += inside ? 1 : 0;
    }
  }
  return counts / static_cast<double>(problem.paths);
}

/// Paths against the grid. Bridges are of order 1: what is left at the finest step is about what the last
/// halving changed.
class BoxChecks {
 public:
  BoxChecks(const BoxProblem& problem, const Settings& settings, const Forward& grid,
            const std::vector<Eigen::ArrayXd>& levels)
      : problem_(problem), settings_(settings), grid_(grid), levels_(levels) {}

  void compare(const std::string& id, double expected, Index k, const std::string& note) {
    const double p = levels_.back()(k), n = static_cast<double>(problem_.paths);
    const double error = std::sqrt(std::max(expected * (1 - expected), 1 / n) / n);
    const double change = std::abs(p - levels_[levels_.size() - 2](k));
    verify::Check check = verify::estimate_check(problem_.given.name + "/" + id, expected, {p, error},
                                                 settings_.z, change + grid_.error, of_grid);
    check.note = note;
    verify::require_power(check, 0.1);
    checks.push_back(std::move(check));
  }

  std::vector<verify::Check> checks;

 private:
  const BoxProblem& problem_;
  const Settings& settings_;
  const Forward& grid_;
  const std::vector<Eigen::ArrayXd>& levels_;
};

void scalar(io::Group& group, const std::string& name, double value, const std::string& words,
            const char* unit) {
  group.variable(name, {}, io::Data(std::vector<double>{value}), {words, unit});
}

void write(const BoxProblem& problem, const Backward& exact, const Forward& grid,
           const std::vector<Eigen::ArrayXd>& levels, const std::vector<double>& times, io::Group& group) {
  group.attribute(
      "title", problem.given.title.empty() ? "Exits from a box: " + problem.given.name : problem.given.title);
  group.attribute("statement", problem.given.statement);
  scalar(group, "mean", exact.mean, "mean exit time, backward equation", "s");
  scalar(group, "mean_error", exact.mean_error, "what the last halving of the cells changed", "s");
  io::Group& table = group.group("survival");
  table.scale("time", std::vector<double>(times.begin() + 1, times.end()), {"time", "s"});
  table.variable("grid", {"time"}, grid.survival, {"probability to be inside, Fokker-Planck grid", "1"});
  table.variable("paths", {"time"}, Eigen::ArrayXd(levels.back().head(times_in_all)),
                 {"fraction of the paths inside, smallest step", "1"});
  io::Group& sides = group.group("sides");
  for (Index axis = 0; axis < problem.dimension(); ++axis) {
    for (const Index side : {0, 1}) {
      if (!problem.leaves_through(axis, side)) continue;
      scalar(sides, problem.side_name(axis, side), exact.sides(2 * axis + side),
             "probability to leave through this side, ever", "1");
    }
  }
}

}  // namespace

std::vector<std::string> box_check_ids(const BoxProblem& problem) {
  std::vector<std::string> ids;
  if (problem.reference) ids.emplace_back("exact/mean");
  ids.insert(ids.end(), {"grid/sides", "grid/mass_defect"});
  for (Index s = 1; s <= times_in_all; ++s) ids.push_back("survival/" + number_text(s));
  for (Index axis = 0; axis < problem.dimension(); ++axis)
    for (const Index side : {0, 1})
      if (problem.leaves_through(axis, side)) ids.push_back("exits/" + problem.side_name(axis, side));
  for (std::string& id : ids) id.insert(0, problem.given.name + "/");
  return ids;
}

std::vector<verify::Check> box_part(const BoxProblem& problem, const Settings& settings, io::Group& group,
                                    frame::Progress& progress) {
  const std::string& name = problem.given.name;
  const Backward exact = backward(problem);
  std::vector<double> times{0};
  for (Index s = 1; s <= times_in_all; ++s) times.push_back(exact.mean / 2 * static_cast<double>(s));
  const Forward grid = forward(problem, times);
  std::vector<Eigen::ArrayXd> levels;
  progress.start(7, name);
  for (const int refined : {1, 2, 4}) {
    const int steps = refined * coarsest_steps;
    levels.push_back(progress.pieces().piece("paths", number_text(steps) + " steps between times",
                                             [&] { return fractions(problem, settings, times, steps); }));
    progress.advance(refined);
    throw_if_stopped();
  }
  progress.finish();
  BoxChecks found(problem, settings, grid, levels);
  if (problem.reference)
    found.checks.push_back(verify::estimate_check(name + "/exact/mean", *problem.reference, {exact.mean, 0},
                                                  0, exact.mean_error, "as given: exit.reference"));
  found.checks.push_back(verify::estimate_check(name + "/grid/sides", 1, {exact.sides.sum(), 0}, 0, 1e-9,
                                                "every path leaves in the end"));
  found.checks.push_back(
      verify::estimate_check(name + "/grid/mass_defect", 0, {grid.mass_defect, 0}, 0, 1e-10, of_grid));
  for (Index s = 0; s < times_in_all; ++s)
    found.compare("survival/" + number_text(s + 1), grid.survival(s), s,
                  "inside at t = " + number_text(times[static_cast<std::size_t>(s) + 1], 6) + " s");
  for (Index axis = 0; axis < problem.dimension(); ++axis)
    for (const Index side : {0, 1})
      if (problem.leaves_through(axis, side))
        found.compare("exits/" + problem.side_name(axis, side), grid.sides(2 * axis + side),
                      times_in_all + 2 * axis + side,
                      "left through this side by t = " + number_text(times.back(), 6) + " s");
  write(problem, exact, grid, levels, times, group);
  return std::move(found.checks);
}

}  // namespace kolmo::first_passage
