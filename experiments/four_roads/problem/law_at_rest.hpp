#pragma once
// Whether a process has a law at rest that it could start from.

#include "four_roads/key_reader.hpp"
#include "four_roads/problem/problem.hpp"
#include "kolmo/density/gibbs_density.hpp"

namespace kolmo::four_roads {

/// e^{−V/T} on the line. InvalidArgument where it has no finite integral.
density::GibbsDensity normalisable(const process::GradientStructure& structure);

/// For `initial = "stationary"` on a domain. Throws, located at `initial` or `domain`, where nothing leads
/// back beyond open sides, so that no domain holds a law at rest, and where this one cuts it off, with one
/// that would do. Potentials with friction are asked by their positions. `gibbs`: e^{−V/T} is known, and what
/// is outside is looked at elsewhere: the first of the two alone.
void require_law_at_rest(const KeyReader& keys, const Problem& problem, const std::vector<Axis>& box,
                         bool gibbs);

}  // namespace kolmo::four_roads
