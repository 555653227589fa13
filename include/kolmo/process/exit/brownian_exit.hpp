#pragma once
// The exit of Brownian motion from (−1, 1), started in 0: its exact law.

#include "kolmo/core/statistics/law_1d.hpp"

namespace kolmo::process {

/// P(τ > t) = (4/π) Σ_k (−1)^k/(2k + 1) e^{−(2k + 1)²π²t/8}, and below t = 0.1, where the series is slow, by
/// images: 1 − 2 Σ_k (−1)^k erfc((2k + 1)/√(2t)). Error below 1e−14. t ≥ 0. Source: Karatzas and Shreve
/// (1991), section 2.8.C; Borodin and Salminen (2002), 1.3.0.2.
double brownian_survival(double t);

/// −dP(τ > t)/dt.
double brownian_exit_density(double t);

/// The law as a table of 40 000 nodes on (0, 40], between which its distribution function is linear to 2e−7.
Law1D brownian_exit_law();

}  // namespace kolmo::process
