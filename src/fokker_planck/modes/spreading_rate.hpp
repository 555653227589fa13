#pragma once
// The rate of a grid's slowest axis, where iterations are shifted to.

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// D/length² of the slowest axis, with the mean of its rates for D/h²: the rate at which it would spread on a
/// flat potential.
double spreading_rate(const Generator& generator);

}  // namespace kolmo::fokker_planck
