#include "claims/generative/part.hpp"

#include "claims/generative/rows.hpp"

namespace kolmo::claims::generative {

frame::Plan plan(const Settings& settings) {
  frame::Plan plan{"Chapter 4: score-based generative models",
                   "Scores, objectives of score matching, noise ladders and Langevin samplers."};
  Rows rows(plan);
  for (const auto add : {add_scores, add_geometry, add_objectives, add_traces, add_denoising, add_ladders,
                         add_annealing, add_langevin, add_chains})
    add(rows, settings);
  return plan;
}

}  // namespace kolmo::claims::generative
