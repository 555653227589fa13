#pragma once
// The errors that matter most, as curves.

#include "claims/settings.hpp"
#include "frame/plan.hpp"

namespace kolmo::claims::pictures {

/// No checks: each claim has its own in the part of its note.
frame::Plan plan(const Settings& settings);

}  // namespace kolmo::claims::pictures
