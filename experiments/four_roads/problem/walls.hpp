#pragma once
// What the sides of a problem's domain do, in the words of the roads.

#include <optional>

#include "four_roads/problem/problem.hpp"
#include "kolmo/fokker_planck/operator/boundary.hpp"
#include "kolmo/sde/drivers/walls.hpp"

namespace kolmo::four_roads {

/// Whether a coordinate is a ring, or any is.
bool is_ring(const Problem& problem, Index j);
bool is_ring(const Problem& problem);

/// Whether a side takes what reaches it.
bool absorbs(const Problem& problem);

/// For grids; an open side lets nothing through (what that costs is in the budgets: truncation.hpp).
fokker_planck::Boundaries grid_boundaries(const Problem& problem);

/// For paths: mirrors, and ends with the crossings of the bridge; none where no side is a wall. Rings have no
/// walls: coefficients go on beyond the seam, and positions are wrapped where they are looked at.
std::optional<sde::Walls> path_walls(const Problem& problem);

/// x into [lower, upper) of each coordinate that is a ring.
void wrap(const Problem& problem, Block x);

/// Whether row i stands on an absorbing side, and so has ended.
bool has_ended(const Problem& problem, const ConstBlock& x, Index i);

}  // namespace kolmo::four_roads
