#pragma once
// The law shortly after a narrow start.

#include "four_roads/problem.hpp"

namespace kolmo::four_roads {

/// p at clock time τ as a mixture. For linear processes it is exact. Otherwise, in 1-D, each component is
/// carried as a Gaussian with the moments of the drift's second-order expansion about its mean,
///     dm/dτ = f(m) + ½ f″(m) v,   dv/dτ = 2 f′(m) v + g²,
/// by 64 steps of the classical Runge–Kutta scheme: what is left out of the law is of the order of its
/// skewness, √v f″ τ. Source: Särkkä and Solin (2019), Applied Stochastic Differential Equations,
/// section 9.1.
density::GaussianMixture short_time_law(const Problem& problem, double tau);

/// The earliest clock time by which every component of the initial law is at least `deviation` wide along the
/// line, about (deviation² − σ²)/g² for a short time; 0 where it is that at the start. 1-D.
double time_to_widen(const Problem& problem, double deviation);

}  // namespace kolmo::four_roads
