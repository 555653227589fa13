#pragma once
// A law that leaves an open domain: the cause of whatever else then goes wrong.

#include <string>
#include <vector>

#include "four_roads/grid/grid_run.hpp"

namespace kolmo::four_roads {

/// "a share 0.03 of the law is beyond the upper side of y at t = 2: …; try problem.p.domain = [[-3, 3], [-2,
/// 9]]". The sides of the value are those of the domain, or where the paths of `statistical` have been: as
/// many times as a Gaussian's 6.5 deviations beyond its quantiles of 10⁻⁴; without paths the side that most
/// leaves through goes out by the domain's width.
std::string escape_in_words(const Problem& problem, const Grid& grid, const GridRun& run,
                            const verify::RoadResult* statistical);

/// Where the check `mass_beyond_walls` did not pass it comes first, and what failed of comparisons with a
/// road that rests on the grid's density is unresolved, because of it: the grid's problem is then another
/// one than the others'.
void put_escape_first(const Problem& problem, std::vector<verify::Check>& checks);

}  // namespace kolmo::four_roads
