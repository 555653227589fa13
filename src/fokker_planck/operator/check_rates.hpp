#pragma once
// Whether rates fit a grid.

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// InvalidArgument unless the rates of an axis have the shapes that `cells` cells a line and `lines` lines
/// ask for, are finite, and leak nothing inwards.
void check_rates(const FaceRates& rates, Index cells, Index lines);

}  // namespace kolmo::fokker_planck
