#pragma once
// Orders without noise.

#include "kolmo/measure/problems/periodic.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::measure {

/// The root mean square over 64 starting points of the error at t = 1 of x′ = f(t, x), f the drift of
/// Periodic, against the claim. The process has that drift and no noise, whatever the form of its noise. The
/// reference is the classical Runge–Kutta method with 1000 steps: error ~ 1e−12.
verify::OrderStudy deterministic_study(const sde::SdeScheme& scheme, const std::vector<Index>& steps,
                                       const process::Process& process = Noiseless());

/// The largest error of the second term of x(t + h) = x + h f + ½h² (f_t + f f_x) + O(h³) at some points,
/// over h²: a weight of the drift that is 1 % off shows, which the slope need not see. The remainder and
/// rounding are those of the strong expansion. The process is one that `deterministic_study` takes.
verify::Check deterministic_second_term(const sde::SdeScheme& scheme,
                                        const process::Process& process = Noiseless());

}  // namespace kolmo::measure
