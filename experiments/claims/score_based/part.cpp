#include "claims/score_based/part.hpp"

#include "claims/score_based/rows.hpp"

namespace kolmo::claims::score_based {

frame::Plan plan(const Settings& settings) {
  frame::Plan plan{"Score-based models", "Scores, their fields, objectives, implicit bias and stability."};
  Rows rows(plan);
  add_scores(rows, settings);
  add_langevin(rows, settings);
  add_dynamics(rows, settings);
  add_objectives(rows, settings);
  add_linear_model(rows, settings);
  add_stability(rows, settings);
  return plan;
}

}  // namespace kolmo::claims::score_based
