#pragma once
// The claims by theme, one file each.

#include "claims/rows.hpp"
#include "claims/settings.hpp"

namespace kolmo::claims::green_functions {

void add_kernels(Rows& rows);                             // kernels.cpp
void add_constraints(Rows& rows);                         // constraints.cpp
void add_profiles(Rows& rows);                            // profiles.cpp
void add_fields(Rows& rows);                              // fields.cpp
void add_sampling(Rows& rows, const Settings& settings);  // sampling.cpp

}  // namespace kolmo::claims::green_functions
