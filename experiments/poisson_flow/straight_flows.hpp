#pragma once
// Flow matching and its reflow, as generating flows of a cloud of points.

#include "poisson_flow/flows.hpp"

namespace kolmo::poisson_flow {

/// v = E[x₁ − x₀ | x_t] of x_t = (1 − t) x₀ + t x₁, x₀ ~ N(0, I), x₁ the data under kernels of width
/// `narrowest`, exactly: x/t + σ(σ/t + 1) s with σ = 1 − t, s the score of x_t's law. Its clock begins at
/// 10⁻³, where that law and N(0, σ² + t²) differ by t² in their covariances.
GeneratingFlow matching_flow(const Points& data);

/// Its reflow: x₀ and where that flow takes it, `pairs` of them, both blurred by the same kernel of width
/// `narrowest`, as a network would learn them that is exact on these pairs: v = Σ γ_i (y_i − z_i), γ_i ∝
/// exp(−|x − (1 − t) z_i − t y_i|²/2b²). Prior and end are the two ends of the pairs. Source: Liu, Gong and
/// Liu 2023.
GeneratingFlow rectified_flow(const Points& data, Index pairs, const RandomStream& stream);

}  // namespace kolmo::poisson_flow
