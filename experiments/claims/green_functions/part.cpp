#include "claims/green_functions/part.hpp"

#include "claims/green_functions/rows.hpp"

namespace kolmo::claims::green_functions {

frame::Plan plan(const Settings& settings) {
  frame::Plan plan{"Flows from Green's functions",
                   "Isotropic kernels, their constraints, sampling and training targets."};
  Rows rows(plan);
  add_fields(rows);
  add_kernels(rows);
  add_constraints(rows);
  add_sampling(rows, settings);
  add_profiles(rows);
  return plan;
}

}  // namespace kolmo::claims::green_functions
