#include "fokker_planck_convergence/orders.hpp"

#include <algorithm>
#include <cmath>

#include "fokker_planck_convergence/exact_flow.hpp"
#include "kolmo/fokker_planck/time/march.hpp"

namespace kolmo::fokker_planck_convergence {
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

void add_refusals(const ProblemPtr& problem, Plan& plan) {
  const Generator generator =
      generator_of(*problem, fokker_planck::discretisations().front(), problem->cells_in_time);
  for (const auto& stepper : all_steppers()) {
    if (takes(*stepper, generator)) continue;
    plan.checks.push_back({"refused_" + stepper->claim().name, [=] {
                             return value_check(1, refuses(*stepper, generator) ? 1 : 0, 0,
                                                stepper->claim().source,
                                                "not made for this generator, and says so");
                           }});
  }
}

void add_space(const ProblemPtr& problem, const Discretisation& scheme, Plan& plan) {
  const auto ladder = lazy([=] { return errors_in_space(*problem, scheme); });
  for (const Norm norm : {Norm::l1, Norm::maximum}) {
    // Of order 1 the largest error is still ruled by the next term on boxes that fit.
    if (norm == Norm::maximum && problem->domain.size() == 3 && claimed_space_order(*problem, scheme) < 2)
      continue;
    const std::string name = "space_" + scheme.claim.name + (norm == Norm::l1 ? "_l1" : "_maximum");
    plan.studies.push_back({name, [=] { return space_study(*problem, scheme, ladder->get(), norm); }});
  }
}

void add_pairs(const ProblemPtr& problem, const Discretisation& scheme, Index finest_steps, Plan& plan) {
  const Generator generator = generator_of(*problem, scheme, problem->cells_in_time);
  for (const auto& stepper : all_steppers()) {
    if (!takes(*stepper, generator)) continue;
    const std::string pair = pair_name(stepper->claim().name, scheme.claim.name);
    plan.studies.push_back(
        {"time_" + pair, [=] { return time_study(*problem, scheme, *stepper, finest_steps); }});
    plan.studies.push_back({"joint_" + pair, [=] { return joint_study(*problem, scheme, *stepper); }});
  }
}

/// Bit for bit.
bool same_matrix(const GridProblem& problem, const Discretisation& one, const Discretisation& other,
                 Index cells) {
  const Generator a = generator_of(problem, one, cells), b = generator_of(problem, other, cells);
  for (Index axis = 0; axis < a.grid().dimension(); ++axis) {
    if ((a.rates(axis).up != b.rates(axis).up).any() || (a.rates(axis).down != b.rates(axis).down).any())
      return false;
  }
  return true;
}

}  // namespace

Ladder errors_in_space(const GridProblem& problem, const Discretisation& discretisation) {
  Ladder ladder;
  for (const Index cells : problem.cells) {
    const Generator generator = generator_of(problem, discretisation, cells);
    const Grid& grid = generator.grid();
    const Eigen::ArrayXd p = exact_flow(generator, problem.law(grid, 0), problem.end_time);
    ladder.h.push_back(grid.axis(0).width());
    ladder.errors.push_back(verify::error_norms(grid, p, problem.law(grid, problem.end_time)));
  }
  return ladder;
}

OrderStudy space_study(const GridProblem& problem, const Discretisation& discretisation, const Ladder& ladder,
                       Norm norm) {
  const Claim& claim = discretisation.claim;
  OrderStudy study;
  study.labels = {
      "space_" + claim.name + (norm == Norm::l1 ? "_l1" : "_maximum"),
      norm == Norm::l1 ? "L1 error without an error in time" : "largest error without an error in time",
      claim.name, claim.source};
  study.h = ladder.h;
  for (const verify::ErrorNorms& error : ladder.errors) {
    study.errors.push_back(norm == Norm::l1 ? error.l1 : error.maximum);
  }
  study.claimed = claimed_space_order(problem, discretisation);
  study.next_term = study.claimed;  // central differences have even powers of h alone
  study.widest_half_width = problem.widest_half_width;
  return study;
}

OrderStudy time_study(const GridProblem& problem, const Discretisation& discretisation,
                      const TimeStepper& stepper, Index finest_steps) {
  const Generator generator = generator_of(problem, discretisation, problem.cells_in_time);
  const Grid& grid = generator.grid();
  const Eigen::ArrayXd start = problem.law(grid, 0), exact = exact_flow(generator, start, problem.end_time);
  const Claim& claim = stepper.claim();
  OrderStudy study;
  study.labels = {"time_" + pair_name(claim.name, discretisation.claim.name),
                  "L1 distance to the exponential of the same generator",
                  claim.name,
                  claim.source,
                  "time step",
                  "s"};
  for (const Index parts : {16, 8, 4, 2, 1}) {
    const Index steps = finest_steps / parts;
    study.h.push_back(problem.end_time / static_cast<double>(steps));
    study.errors.push_back(
        l1(grid, fokker_planck::march(generator, stepper, start, {0, problem.end_time}, {steps}).density,
           exact));
  }
  study.claimed = fokker_planck::order_in_time(stepper, generator).value();
  if (std::isinf(study.claimed)) {
    study.exact_below = static_cast<double>(finest_steps) * tolerance_in_l1(grid, start);
  }
  study.widest_half_width = problem.widest_half_width;
  return study;
}

Index joint_steps(const GridProblem& problem, Index cells, bool squared) {
  const double ratio = static_cast<double>(cells) / static_cast<double>(problem.joint_cells.front());
  const double steps = squared ? static_cast<double>(problem.coarsest_steps_squared) * ratio * ratio
                               : static_cast<double>(problem.coarsest_steps) * ratio;
  return static_cast<Index>(std::lround(steps));
}

OrderStudy joint_study(const GridProblem& problem, const Discretisation& discretisation,
                       const TimeStepper& stepper) {
  const Claim& claim = stepper.claim();
  OrderStudy study;
  study.labels = {"joint_" + pair_name(claim.name, discretisation.claim.name),
                  "L1 error, h and the time step refined together", claim.name, claim.source};
  const Generator first = generator_of(problem, discretisation, problem.joint_cells.front());
  const double in_time = fokker_planck::order_in_time(stepper, first).value();
  const double in_space = claimed_space_order(problem, discretisation);
  const bool squared = in_time == 1 && in_space == 2;
  for (const Index cells : problem.joint_cells) {
    const Generator generator = generator_of(problem, discretisation, cells);
    const Grid& grid = generator.grid();
    const Index steps = joint_steps(problem, cells, squared);
    const Eigen::ArrayXd p =
        fokker_planck::march(generator, stepper, problem.law(grid, 0), {0, problem.end_time}, {steps})
            .density;
    study.h.push_back(grid.axis(0).width());
    study.errors.push_back(l1(grid, p, problem.law(grid, problem.end_time)));
    study.work.push_back(work_of(stepper, static_cast<double>(steps), static_cast<double>(grid.cells())));
  }
  study.claimed = std::min(in_space, squared ? 2 : in_time);
  study.next_term = study.claimed;
  study.widest_half_width = problem.widest_half_width;
  return study;
}

void add_orders(const ProblemPtr& problem, Index finest_steps, Plan& plan) {
  plan.checks.push_back(
      {"cell_peclet_number", [=] {
         const Index coarsest = std::min(problem->cells.front(), problem->joint_cells.front());
         return value_check(0, cell_peclet(*problem, coarsest), 1, "",
                            "largest |h f/D| on the coarsest grid: orders are judged below 1");
       }});
  const auto& schemes = fokker_planck::discretisations();
  for (auto scheme = schemes.begin(); scheme != schemes.end(); ++scheme) {
    const auto same = std::find_if(schemes.begin(), scheme, [&](const Discretisation& earlier) {
      return problem->domain.size() > 1 && same_matrix(*problem, earlier, *scheme, 8);
    });
    if (same == scheme) {
      add_space(problem, *scheme, plan);
      add_pairs(problem, *scheme, finest_steps, plan);
    } else {
      plan.checks.push_back({"same_matrix_" + scheme->claim.name, [=] {
                               return value_check(1, same_matrix(*problem, *same, *scheme, 24) ? 1 : 0, 0,
                                                  scheme->claim.source,
                                                  "without a potential the matrix of " + same->claim.name);
                             }});
    }
  }
  add_refusals(problem, plan);
}

}  // namespace kolmo::fokker_planck_convergence
