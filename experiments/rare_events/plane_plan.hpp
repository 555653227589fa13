#pragma once
// The checks and tables of an escape in the plane.

#include "frame/plan.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/problem/problem.hpp"
#include "rare_events/parts.hpp"
#include "rare_events/plane_escape.hpp"

namespace kolmo::rare_events {

/// All routes that the process allows, on grids of n, 1½ n and 2n cells an axis.
frame::Plan plane_escape_plan(const PlaneEscape& escape, const Sizes& sizes, const Z& z);

/// [problem.NAME] in two variables. Throws located.  own_plane.cpp
PlaneEscape read_plane_escape(const io::Configuration& configuration, const problem::Problem& given);

}  // namespace kolmo::rare_events
