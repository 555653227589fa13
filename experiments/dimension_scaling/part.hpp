#pragma once
// One family of problems in all its dimensions.

#include "dimension_scaling/ladder.hpp"
#include "frame/run/progress.hpp"

namespace kolmo::dimension_scaling {

/// "product": 1 to 3 dimensions, every axis the same, exact paths, kernel estimates, extrapolation.
/// "rotated": 2 and 3 dimensions, paths by drift_heun.
inline const std::vector<std::string> families{"product", "rotated"};

/// Names of the checks of a family, without the part's.
std::vector<std::string> family_check_names(const std::string& family);

void family_part(const std::string& family, const Sizes& sizes, const Settings& settings,
                 frame::Findings& findings, frame::Progress& progress);

}  // namespace kolmo::dimension_scaling
