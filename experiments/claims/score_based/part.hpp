#pragma once
// Claims of the note on score-based models (S).

#include "claims/rows.hpp"
#include "claims/settings.hpp"

namespace kolmo::claims::score_based {

frame::Plan plan(const Settings& settings);

}  // namespace kolmo::claims::score_based
