#pragma once
// A domain for problems of which no closed form says where their law goes.

#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

inline constexpr Index pilot_paths = 4096;
inline constexpr double pilot_margin = 0.4;  ///< of the range of the paths, on either side

/// A box about where pilot paths went: the range of 4096 of them at 16 stops an interval of the clock, wider
/// by 0.4 of itself on either side. Of a Gaussian that range is about 7 deviations, so that the box ends
/// about 6.3 from the middle; what heavier tails leave outside is measured by the roads (mass_beyond_walls of
/// the grid). The axis of momenta is made symmetric, and holds 6.5 √T. Steps are halved until no path leaves
/// the finite numbers and the box changes by less than a twentieth. Throws NumericalFailure where 16384 steps
/// an interval do not reach that.
std::vector<Axis> pilot_domain(const Problem& problem);

/// The second axis of a process with friction made symmetric about 0, as its walls mirror momenta, and so
/// wide that it holds 6.5 √T; that of any other process as it is.
Axis centred_momenta(const Problem& problem, Axis momenta);

}  // namespace kolmo::four_roads
