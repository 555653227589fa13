#pragma once
// The law shortly after a narrow start.

#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

/// p at clock time τ as a mixture. For linear processes it is exact. Otherwise each component is carried as a
/// Gaussian: in 1-D with the moments of the drift's second-order expansion about its mean,
///     dm/dτ = f(m) + ½ f″(m) v,   dv/dτ = 2 f′(m) v + E g²,
/// in the plane with
///     dm/dτ = E f,   dC/dτ = E[f (x − m)ᵀ] + E[(x − m) fᵀ] + E G Gᵀ
/// over the four points m ± √2 C^{½} e_j, which is exact for drifts of second degree; by 64 steps of the
/// classical Runge–Kutta scheme: what is left out of the law is of the order of its skewness, √v f″ τ.
/// Source: Särkkä and Solin (2019), Applied Stochastic Differential Equations, sections 9.1, 9.2.
density::GaussianMixture short_time_law(const Problem& problem, double tau);

/// The earliest clock time by which every component of the initial law is at least `deviations[j]` wide along
/// coordinate j (where the others are held), about (deviation² − σ²)/(G Gᵀ)_jj for a short time; 0 where it
/// is that at the start, infinity where there is no noise along one that is narrower.
double time_to_widen(const Problem& problem, const std::vector<double>& deviations);

}  // namespace kolmo::four_roads
