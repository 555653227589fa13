#pragma once
// Claims of appendix C, information geometry (A).

#include "claims/rows.hpp"
#include "claims/settings.hpp"

namespace kolmo::claims::information {

frame::Plan plan(const Settings& settings);

}  // namespace kolmo::claims::information
