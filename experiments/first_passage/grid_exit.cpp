#include "first_passage/grid_exit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/first_passage.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"

namespace kolmo::first_passage {
namespace {

constexpr Index cells = 2048, steps_between_times = 16;
/// −log of the density that is left out.
constexpr double far_enough = 37;

double drift(const process::Process& process, double x) {
  const Points point = Points::Constant(1, 1, x);
  Points out(1, 1);
  process.drift(0, point, out);
  return out(0, 0);
}

/// An open side that can be closed: from the start away from the wall to where ∫ 2f/g² has fallen by
/// `far_enough` below its maximum: the logarithm of the stationary density, by the midpoint rule; or to the
/// natural boundary before that, where drift and noise end.
double closed_side(const ExitProblem& problem, double wall) {
  const double step = (problem.start - wall) / 512;
  double logarithm = 0, largest = 0;
  for (int i = 0; i < 512'000; ++i) {
    const double x = problem.start + i * step, g = problem.noise_at(x + step / 2);
    const double rate = 2 * drift(*problem.process, x + step / 2) / (g * g);
    if (!std::isfinite(rate)) return problem.mean_exit_time().end();
    logarithm += rate * step;
    largest = std::max(largest, logarithm);
    if (largest - logarithm > far_enough) return x + step;
  }
  throw InvalidArgument("exit '" + problem.name +
                        "': no place beyond the start keeps the paths from infinity");
}

fokker_planck::FirstPassage march(const ExitProblem& problem, double lower, double upper, Index n,
                                  Index steps, const std::vector<double>& times) {
  using fokker_planck::Boundary;
  const Grid grid({{lower, upper, n}});
  const auto side = [](double wall) { return std::isfinite(wall) ? Boundary::absorbing : Boundary::no_flux; };
  const fokker_planck::Boundaries sides({{side(problem.lower), side(problem.upper)}});
  return fokker_planck::first_passage_density(
      fokker_planck::scharfetter_gummel(*problem.process, grid, {sides}), fokker_planck::stepper("tr_bdf2"),
      fokker_planck::point_mass(grid, Eigen::ArrayXd::Constant(1, problem.start)),
      Schedule::with_steps_each(times, steps));
}

}  // namespace

GridExit grid_exit(const ExitProblem& problem, const std::vector<double>& times) {
  GridExit exit;
  exit.times = times;
  exit.far_side = std::numeric_limits<double>::quiet_NaN();
  double lower = problem.lower_side(), upper = problem.upper_side();
  if (!std::isfinite(lower)) exit.far_side = lower = closed_side(problem, upper);
  if (!std::isfinite(upper)) exit.far_side = upper = closed_side(problem, lower);
  const fokker_planck::FirstPassage fine = march(problem, lower, upper, cells, steps_between_times, times);
  const fokker_planck::FirstPassage coarse =
      march(problem, lower, upper, cells / 2, steps_between_times / 2, times);
  exit.lower = fine.exits.col(0);
  exit.upper = fine.exits.col(1);
  exit.error_bound = (fine.exits - coarse.exits).abs().maxCoeff();
  exit.mass_defect = fine.march.mass_defect;
  return exit;
}

}  // namespace kolmo::first_passage
