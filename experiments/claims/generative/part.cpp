#include "claims/generative/part.hpp"

#include "claims/generative/rows.hpp"

namespace kolmo::claims::generative {

frame::Plan plan(const Settings& settings) {
  frame::Plan plan{"Chapter 4: score-based generative models",
                   "Scores, objectives of score matching, noise ladders and Langevin samplers."};
  Rows rows(plan);
  add_scores(rows, settings);
  return plan;
}

}  // namespace kolmo::claims::generative
