#include "claims/information/part.hpp"

#include "claims/information/rows.hpp"

namespace kolmo::claims::information {

frame::Plan plan(const Settings& settings) {
  frame::Plan plan{"Appendix C: information geometry",
                   "Simplex, Fisher metric, Stein operators, energies and transport."};
  Rows rows(plan);
  add_simplex(rows);
  add_fisher(rows, settings);
  add_natural_gradient(rows);
  add_score_fields(rows);
  add_stein(rows);
  add_matching(rows);
  add_dynamics(rows);
  add_divergences(rows);
  add_transport(rows);
  add_paths_of_laws(rows);
  add_descent(rows);
  return plan;
}

}  // namespace kolmo::claims::information
