#include "kolmo/measure/fokker_planck/grid_orders.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/fokker_planck/time/uniformisation.hpp"

namespace kolmo::measure {
namespace {

using fokker_planck::Discretisation;
using fokker_planck::Generator;
using fokker_planck::TimeStepper;

double l1(const Grid& grid, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
  return verify::error_norms(grid, a, b).l1;
}

/// 1e−12 v √N ‖p‖₂.
double tolerance_in_l1(const Grid& grid, const Eigen::ArrayXd& p) {
  return 1e-12 * grid.cell_volume() * std::sqrt(static_cast<double>(p.size())) * p.matrix().norm();
}

/// Σ steps of a method, in solves (products with L where it is explicit) times cells.
double work_of(const TimeStepper& stepper, double steps, double cells) {
  return stepper.claim().evaluations_per_step * steps * cells;
}

}  // namespace

ErrorsOnGrids errors_in_space(const GridProblem& problem, const Discretisation& discretisation) {
  ErrorsOnGrids ladder;
  for (const Index cells : problem.cells) {
    const Generator generator = generator_of(problem, discretisation, cells);
    const Grid& grid = generator.grid();
    const Eigen::ArrayXd p = fokker_planck::exact_flow(generator, problem.law(grid, 0), problem.end_time);
    ladder.h.push_back(grid.axis(0).width());
    ladder.errors.push_back(verify::error_norms(grid, p, problem.law(grid, problem.end_time)));
  }
  return ladder;
}

verify::OrderStudy space_study(const GridProblem& problem, const Discretisation& discretisation,
                               const ErrorsOnGrids& ladder, Norm norm) {
  const Claim& claim = discretisation.claim;
  verify::OrderStudy study = grid_study(
      {"space_" + claim.name + (norm == Norm::l1 ? "_l1" : "_maximum"),
       norm == Norm::l1 ? "L1 error without an error in time" : "largest error without an error in time",
       claim.name, claim.source});
  for (std::size_t i = 0; i < ladder.h.size(); ++i) {
    study.add(ladder.h[i], norm == Norm::l1 ? ladder.errors[i].l1 : ladder.errors[i].maximum);
  }
  study.claimed = claimed_space_order(problem, discretisation);
  study.next_term = study.claimed;  // central differences have even powers of h alone
  study.options.largest_half_width = problem.widest_half_width;
  return study;
}

verify::OrderStudy time_study(const GridProblem& problem, const Discretisation& discretisation,
                              const TimeStepper& stepper, Index finest_steps) {
  const Generator generator = generator_of(problem, discretisation, problem.cells_in_time);
  const Grid& grid = generator.grid();
  const Eigen::ArrayXd start = problem.law(grid, 0),
                       exact = fokker_planck::exact_flow(generator, start, problem.end_time);
  const Claim& claim = stepper.claim();
  verify::OrderStudy study = grid_study({"time_" + pair_name(claim.name, discretisation.claim.name),
                                         "L1 distance to the exponential of the same generator", claim.name,
                                         claim.source, "time step", "s"});
  for (const Index parts : {16, 8, 4, 2, 1}) {
    const Index steps = finest_steps / parts;
    study.add(
        problem.end_time / static_cast<double>(steps),
        l1(grid, fokker_planck::march(generator, stepper, start, {{0, problem.end_time}, {steps}}).density,
           exact));
  }
  study.claimed = fokker_planck::order_in_time(stepper, generator).value();
  if (std::isinf(study.claimed)) {
    study.exact_below = static_cast<double>(finest_steps) * tolerance_in_l1(grid, start);
  }
  study.options.largest_half_width = problem.widest_half_width;
  return study;
}

Index joint_steps(const GridProblem& problem, Index cells, bool squared) {
  const double ratio = static_cast<double>(cells) / static_cast<double>(problem.joint_cells.front());
  const double steps = squared ? static_cast<double>(problem.coarsest_steps_squared) * ratio * ratio
                               : static_cast<double>(problem.coarsest_steps) * ratio;
  return static_cast<Index>(std::lround(steps));
}

verify::OrderStudy joint_study(const GridProblem& problem, const Discretisation& discretisation,
                               const TimeStepper& stepper) {
  const Claim& claim = stepper.claim();
  verify::OrderStudy study =
      grid_study({"joint_" + pair_name(claim.name, discretisation.claim.name),
                  "L1 error, h and the time step refined together", claim.name, claim.source});
  const Generator first = generator_of(problem, discretisation, problem.joint_cells.front());
  const double in_time = fokker_planck::order_in_time(stepper, first).value();
  const double in_space = claimed_space_order(problem, discretisation);
  const bool squared = in_time == 1 && in_space == 2;
  for (const Index cells : problem.joint_cells) {
    const Generator generator = generator_of(problem, discretisation, cells);
    const Grid& grid = generator.grid();
    const Index steps = joint_steps(problem, cells, squared);
    const Eigen::ArrayXd p =
        fokker_planck::march(generator, stepper, problem.law(grid, 0), {{0, problem.end_time}, {steps}})
            .density;
    study.add(grid.axis(0).width(), l1(grid, p, problem.law(grid, problem.end_time)));
    study.work.push_back(work_of(stepper, static_cast<double>(steps), static_cast<double>(grid.cells())));
  }
  study.claimed = std::min(in_space, squared ? 2 : in_time);
  study.next_term = study.claimed;
  study.options.largest_half_width = problem.widest_half_width;
  return study;
}

}  // namespace kolmo::measure
