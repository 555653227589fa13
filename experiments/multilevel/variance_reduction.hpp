#pragma once
// Antithetic paths, control variates and common random numbers, and what each gains.

#include "frame/run/progress.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"
#include "multilevel/settings.hpp"

namespace kolmo::multilevel {

std::vector<std::string> variance_reduction_check_ids();

/// Every method on E X_T of geometric Brownian motion, whose factors are known in closed form, and the linear
/// control on dX = −(X + ½ sin X) dt + 0.7 dW, whose chain's mean is known from its transition density.
std::vector<verify::Check> run_variance_reduction(const Settings& settings, io::Group& group,
                                                  frame::Progress& progress);

}  // namespace kolmo::multilevel
