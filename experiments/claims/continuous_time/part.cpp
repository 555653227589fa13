#include "claims/continuous_time/part.hpp"

#include "claims/continuous_time/rows.hpp"

namespace kolmo::claims::continuous_time {

frame::Plan plan(const Settings& settings) {
  frame::Plan plan{"Chapter 5: diffusion in continuous time",
                   "Reverse drifts, probability flows, Fokker-Planck equations, solvers and rates."};
  Rows rows(plan);
  add_chains(rows);
  add_schedules(rows);
  add_marginals(rows);
  add_entropy(rows);
  add_reversal(rows);
  add_temperatures(rows);
  add_probability_flow(rows);
  add_flow_and_transport(rows);
  add_fokker_planck(rows);
  add_grids(rows);
  add_rest(rows);
  add_scheme_orders(rows);
  add_step_control(rows, settings);
  add_solvers(rows);
  add_parametrisations(rows);
  add_theory(rows);
  add_transport(rows);
  add_links(rows);
  return plan;
}

}  // namespace kolmo::claims::continuous_time
