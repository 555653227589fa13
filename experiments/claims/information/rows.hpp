#pragma once
// The claims by theme, one file each.

#include "claims/rows.hpp"
#include "claims/settings.hpp"

namespace kolmo::claims::information {

void add_simplex(Rows& rows);                           // simplex.cpp
void add_fisher(Rows& rows, const Settings& settings);  // fisher.cpp
void add_natural_gradient(Rows& rows);                  // natural_gradient.cpp
void add_descent(Rows& rows);                           // descent.cpp
void add_score_fields(Rows& rows);                      // score_fields.cpp
void add_stein(Rows& rows);                             // stein.cpp
void add_matching(Rows& rows);                          // matching.cpp
void add_divergences(Rows& rows);                       // divergences.cpp
void add_dynamics(Rows& rows);                          // dynamics.cpp
void add_transport(Rows& rows);                         // transport.cpp
void add_paths_of_laws(Rows& rows);                     // paths_of_laws.cpp

}  // namespace kolmo::claims::information
