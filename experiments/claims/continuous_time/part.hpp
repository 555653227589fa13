#pragma once
// Claims of chapter 5, diffusion in continuous time (C5).

#include "claims/rows.hpp"
#include "claims/settings.hpp"

namespace kolmo::claims::continuous_time {

frame::Plan plan(const Settings& settings);

}  // namespace kolmo::claims::continuous_time
