#pragma once
// The exponent of a cost in 1/ε.

#include "multilevel/expectation.hpp"

namespace kolmo::multilevel {

/// Straight line through (log 1/ε, log cost) by least squares; writes `exponent`, its standard error from the
/// scatter about the line and the window as attributes of `group`, and checks that it lies in the window
/// (id "<who>/cost_exponent").
void judge_exponent(const Study& study, const std::string& who, const std::vector<double>& costs,
                    const Window& window, io::Group& group);

}  // namespace kolmo::multilevel
