#pragma once
// A mixture in the plane without symmetries, by which flows, scores and networks are measured.

#include "kolmo/density/gaussian_mixture.hpp"

namespace kolmo::measure {

/// Weights ¼, 0.45, 0.3, means (−2, 1), (1, 1.5), (½, −2), covariances [½ .2; .2 .3], [.3 −.1; −.1 .6],
/// diag(.4, ¼). I(p_σ) = 4.184345152393444 at σ = 0.3 (data/reference/j_dsm.json).
density::GaussianMixture three_components();

}  // namespace kolmo::measure
