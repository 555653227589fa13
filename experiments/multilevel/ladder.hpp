#pragma once
// Multilevel Monte Carlo over a ladder of accuracies.

#include "multilevel/expectation.hpp"

namespace kolmo::multilevel {

/// Ids of the checks of a scheme, below "<part>/<scheme>/".
std::vector<std::string> ladder_check_ids(const Settings& settings, bool linear);

/// Runs every accuracy, the large ones `repeats` times on independent samples; writes cost/<scheme>.
void run_ladder(const Study& study, const std::string& scheme);

}  // namespace kolmo::multilevel
