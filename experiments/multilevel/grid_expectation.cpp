#include "multilevel/grid_expectation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "frame/problem/problem_sides.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/fokker_planck/time/steppers.hpp"

namespace kolmo::multilevel {
namespace {

constexpr double largest_at_side = 1e-6;

Eigen::ArrayXd start(const AnyProblem& problem, const Grid& grid) {
  if (problem.given.initial.kind == problem::Initial::Kind::point)
    return fokker_planck::point_mass(grid, problem.given.initial.point);
  return fokker_planck::initial_density(*problem.given.initial.mixture, grid,
                                        fokker_planck::CellValues::average, 1e-3)
      .density;
}

Eigen::ArrayXd marched(const AnyProblem& problem, const Grid& grid, Index steps) {
  const auto& stepper = fokker_planck::stepper("tr_bdf2");
  const Schedule schedule{{0, problem.time}, {steps}};
  const process::Process& process = *problem.given.process;
  const fokker_planck::Boundaries sides = frame::grid_boundaries(problem.given.boundaries);
  if (!problem.given.known.time_dependent)
    return fokker_planck::march(fokker_planck::scharfetter_gummel(process, grid, {sides, {}}), stepper,
                                start(problem, grid), schedule)
        .density;
  const fokker_planck::GeneratorAt at = [&](double t) {
    return fokker_planck::scharfetter_gummel(process, grid, {sides, t});
  };
  return fokker_planck::march(at, stepper, start(problem, grid), schedule).density;
}

}  // namespace

GridExpectation grid_expectation(const AnyProblem& problem) {
  const auto& [lower, upper] = (*problem.given.domain)[0];
  const Functional phi = problem.observable_at();
  const auto open = [&](std::size_t side, double value) {
    return problem.given.boundaries[0][side] == problem::Boundary::open ? value : 0;
  };
  std::vector<double> values;
  bool cut = false;
  for (const Index factor : {1, 2, 4}) {
    const Grid grid({{lower, upper, 256 * factor}});
    const Eigen::ArrayXd p = marched(problem, grid, 128 * factor);
    cut = cut || std::max(open(0, p(0)), open(1, p(p.size() - 1))) > largest_at_side * p.maxCoeff();
    Eigen::ArrayXd value(p.size());
    phi(grid.centres(), value);
    value *= p;
    values.push_back(sum(value.data(), value.size()) * grid.cell_volume());
    throw_if_stopped();
  }
  const double limit = values[2] + (values[2] - values[1]) / 3;
  if (cut) return {limit, std::numeric_limits<double>::quiet_NaN()};
  return {limit, 2 * std::max(std::abs(values[2] - values[1]), std::abs(values[1] - values[0]) / 4)};
}

}  // namespace kolmo::multilevel
