#pragma once
// The claims by theme, one file each.

#include "claims/rows.hpp"
#include "claims/settings.hpp"

namespace kolmo::claims::score_based {

void add_scores(Rows& rows, const Settings& settings);        // scores.cpp
void add_langevin(Rows& rows, const Settings& settings);      // langevin.cpp
void add_dynamics(Rows& rows, const Settings& settings);      // dynamics.cpp
void add_objectives(Rows& rows, const Settings& settings);    // objectives.cpp
void add_linear_model(Rows& rows, const Settings& settings);  // linear_model.cpp
void add_stability(Rows& rows, const Settings& settings);     // stability.cpp

}  // namespace kolmo::claims::score_based
