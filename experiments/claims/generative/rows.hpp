#pragma once
// The claims by theme, one file each.

#include "claims/rows.hpp"
#include "claims/settings.hpp"

namespace kolmo::claims::generative {

void add_scores(Rows& rows, const Settings& settings);      // scores.cpp
void add_geometry(Rows& rows, const Settings& settings);    // geometry.cpp
void add_objectives(Rows& rows, const Settings& settings);  // objectives.cpp
void add_traces(Rows& rows, const Settings& settings);      // traces.cpp
void add_denoising(Rows& rows, const Settings& settings);   // denoising.cpp
void add_ladders(Rows& rows, const Settings& settings);     // ladders.cpp
void add_annealing(Rows& rows, const Settings& settings);   // annealing.cpp
void add_langevin(Rows& rows, const Settings& settings);    // langevin.cpp
void add_chains(Rows& rows, const Settings& settings);      // chain_steps.cpp

}  // namespace kolmo::claims::generative
