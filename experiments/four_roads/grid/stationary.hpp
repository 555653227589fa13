#pragma once
// The stationary law of a gradient flow on the grid, against quadrature, and its slowest rates.

#include "four_roads/roads.hpp"

namespace kolmo::four_roads {

/// 1-D gradient flows with a normalisable e^{−V/T}: moments and entropy of the generator's stationary density
/// against those of the Gibbs density by quadrature; the spectral gap (Richardson on two grids) against its
/// reference value where there is one. They are judged where the domain holds the law (at most 2e−5 of it is
/// outside); elsewhere they are facts alone. Adds checks and facts ("stationary_mean", …, "spectral_gap");
/// nothing for other processes, on rings, and where a side
/// absorbs.
void compare_stationary_law(const RoadContext& context, const Axis& axis, const process::Process& process,
                            RoadOutput& output);

}  // namespace kolmo::four_roads
