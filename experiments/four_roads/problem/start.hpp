#pragma once
// The law at time 0 as the roads take it.

#include "four_roads/key_reader.hpp"
#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

/// Fills problem.start and problem.initial of what the library read.
/// * A mixture is both.
/// * A point is a place; `initial` is then a Gaussian about it of 10⁻⁶ of the deviation that the noise makes
///   until the first time, so that what is exact for a mixture is exact to 10⁻¹² for the point.
/// * The stationary law of a stable linear process is a Gaussian, Aᵀ and G from the process: A C + C Aᵀ + GGᵀ
///   = 0. That of a gradient flow, or of Langevin dynamics with friction, is e^{−H/T} on the domain; of any
///   other process the grid's (fokker_planck/analysis/stationary_state.hpp).
/// * A density by its formula, or one of those, is a BoxLaw; `initial` is then a Gaussian of its mean and
///   covariance, from which widths and rates alone are read.
/// Throws io::ConfigurationError located at `initial`: where the formula is negative or not finite, nothing
/// is stationary, or (complete_start) more than 1e−6 of the law is beyond an open side.
void read_start(const KeyReader& keys, const problem::Problem& stated, Problem& problem);

/// What needs the domain that read_domain has found since.
void complete_start(const KeyReader& keys, const problem::Problem& stated, Problem& problem);

}  // namespace kolmo::four_roads
