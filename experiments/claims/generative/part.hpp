#pragma once
// Claims of chapter 4, score-based generative models (C4).

#include "claims/rows.hpp"
#include "claims/settings.hpp"

namespace kolmo::claims::generative {

frame::Plan plan(const Settings& settings);

}  // namespace kolmo::claims::generative
