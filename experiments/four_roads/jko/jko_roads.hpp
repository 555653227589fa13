#pragma once
// The roads of minimising movements, on the line and in the plane.

#include "four_roads/roads.hpp"

namespace kolmo::four_roads {

/// In the plane, of a process that is a gradient flow: MongeAmpereStep from the log density of the start, at
/// four lengths of τ (levels + 1) and on three grids; at each level ρ = 2ρ_τ − ρ_2τ, whose error is of order
/// 2 in τ (Richardson 1911). Budgets follow from both. Steps and cells that the configuration leaves open are
/// refined until budgets are within target · spread, or a run has 200/target² cell-steps.
RoadOutput plane_jko_road(const RoadContext& context, const process::Process& process,
                          const verify::RoadResult* statistical);

}  // namespace kolmo::four_roads
