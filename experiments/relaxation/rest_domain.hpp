#pragma once
// Whether the domain of a problem holds a law at rest.

#include "kolmo/fokker_planck/analysis/open_sides.hpp"
#include "relaxation/rest_problem.hpp"

namespace kolmo::relaxation {

/// The sides beyond which the process goes on: open ones, but for those at which the noise vanishes.
std::vector<fokker_planck::Side> open_sides(const RestProblem& problem);

/// Throws, located at what is to be changed: where there is no law at rest (nothing leads back beyond open
/// sides, or an end at which the noise vanishes keeps what comes there), and where open sides cut it off,
/// with the domain that would hold it. Sides at which the noise vanishes are closed by that.
void require_law_at_rest(const io::Configuration& configuration, const std::string& table,
                         const RestProblem& problem);

}  // namespace kolmo::relaxation
