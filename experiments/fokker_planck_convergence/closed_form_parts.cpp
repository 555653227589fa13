// Problems whose law is known: orders, mass, sign, cost.

#include "fokker_planck_convergence/conservation.hpp"
#include "fokker_planck_convergence/cost.hpp"
#include "fokker_planck_convergence/double_well.hpp"
#include "fokker_planck_convergence/parts.hpp"
#include "fokker_planck_convergence/stationary_state.hpp"
#include "fokker_planck_convergence/time_dependent.hpp"
#include "kolmo/measure/fokker_planck/grid_problems.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;

Plan plan_for(const ProblemPtr& problem, const RunSettings& settings) {
  Plan plan{problem->title, problem->statement};
  const bool line = problem->domain.size() == 1;
  add_orders(problem, settings.steppers, line ? settings.finest_steps : settings.finest_steps_axes, plan);
  add_kept(problem, settings.mass_steps, plan);
  add_cost(problem, problem->joint_cells.front(), plan);
  return plan;
}

}  // namespace

Plan heat_plan(const RunSettings& settings) { return plan_for(heat_problem(settings.levels), settings); }

Plan ornstein_uhlenbeck_plan(const RunSettings& settings) {
  return plan_for(ornstein_uhlenbeck_problem(settings.levels), settings);
}

Plan variance_preserving_plan(const RunSettings& settings) {
  Plan plan = plan_for(variance_preserving_problem(settings.levels), settings);
  add_time_dependent(settings.steppers, settings.finest_steps / 2, plan);
  return plan;
}

Plan double_well_plan(const RunSettings& settings) {
  const ProblemPtr problem = double_well_problem(settings);
  Plan plan = plan_for(problem, settings);
  add_rest(problem, plan);
  add_references(plan);
  return plan;
}

Plan periodic_plan(const RunSettings& settings) {
  return plan_for(periodic_problem(settings.levels), settings);
}

Plan rotation_plan(const RunSettings& settings) {
  return plan_for(rotation_problem(settings.levels, true), settings);
}

Plan rotation_scalar_plan(const RunSettings& settings) {
  return plan_for(rotation_problem(settings.levels, false), settings);
}

Plan space_plan(const RunSettings& settings) { return plan_for(space_problem(settings.levels), settings); }

}  // namespace kolmo::fokker_planck_convergence
