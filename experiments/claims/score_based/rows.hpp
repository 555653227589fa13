#pragma once
// The claims by theme, one file each.

#include "claims/rows.hpp"
#include "claims/settings.hpp"

namespace kolmo::claims::score_based {

void add_scores(Rows& rows, const Settings& settings);  // scores.cpp

}  // namespace kolmo::claims::score_based
