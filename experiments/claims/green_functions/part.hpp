#pragma once
// Claims of the note on flows from Green's functions (G).

#include "claims/rows.hpp"
#include "claims/settings.hpp"

namespace kolmo::claims::green_functions {

frame::Plan plan(const Settings& settings);

}  // namespace kolmo::claims::green_functions
