#pragma once
// The box that a problem lives in: as configured, or found from where its law goes.

#include "four_roads/key_reader.hpp"
#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

/// Fills problem.domain (a cell count that the configuration leaves open stands as 400). Without the key the
/// box holds all but about 1e−9 of the law: 6.5 deviations about the means of the components at the start,
/// and of their laws later (short_time_law.hpp for linear processes); for a gradient flow also where V is
/// within 25 T of its lowest value; 2 % more on either side; for all others where pilot paths go
/// (pilot_domain.hpp). A side ends before the first place where V is not finite. Throws
/// io::ConfigurationError located at `domain`.
void read_domain(const KeyReader& keys, const problem::Problem& stated, Problem& problem);

}  // namespace kolmo::four_roads
