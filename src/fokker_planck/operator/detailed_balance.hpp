#pragma once
// Weights that balance the rates of every face.

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// log π with up_f π_f = down_f π_{f+1} at every face between two cells, π = 1 in the first cell. Absorbing
/// sides are not asked. Throws InvalidArgument on negative rates, and where the ratios around a loop do not
/// cancel to 1e−10 (1 + max |log π|): a drift that is not a gradient.
Eigen::ArrayXd log_detailed_balance(const Generator& generator);

}  // namespace kolmo::fokker_planck
