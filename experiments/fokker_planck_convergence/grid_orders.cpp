#include "fokker_planck_convergence/grid_orders.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;
using fokker_planck::Discretisation;
using fokker_planck::Generator;

bool refuses(const fokker_planck::TimeStepper& stepper, const Generator& generator) {
  try {
    stepper.prepare(generator, 1e-3);
    return false;
  } catch (const InvalidArgument&) {
    return true;
  }
}

void add_refusals(const ProblemPtr& problem, Plan& plan) {
  const Generator generator =
      generator_of(*problem, fokker_planck::discretisations().front(), problem->cells_in_time);
  for (const auto& stepper : fokker_planck::all_steppers()) {
    if (stepper->takes(generator)) continue;
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

/// With at most so many steppers, those that take it.
void add_pairs(const ProblemPtr& problem, const Discretisation& scheme, Index most, Index finest_steps,
               Plan& plan) {
  const Generator generator = generator_of(*problem, scheme, problem->cells_in_time);
  for (const auto& stepper : fokker_planck::all_steppers()) {
    if (!stepper->takes(generator)) continue;
    if (most-- <= 0) return;
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

void add_orders(const ProblemPtr& problem, Index steppers, Index finest_steps, Plan& plan) {
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
      const auto all = static_cast<Index>(fokker_planck::all_steppers().size());
      add_pairs(problem, *scheme, scheme == schemes.begin() ? all : steppers, finest_steps, plan);
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
