#pragma once
// How long a step may be on dX = −λX dt + σ dW.

#include <optional>

#include "kolmo/sde/schemes/sde_scheme.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::measure {

/// Steps λh are looked at up to here: beyond it a scheme counts as stable for all.
inline constexpr double longest_step = 1000;

/// Bisection stops here, and rounding of R.
inline constexpr double stability_tolerance = 1e-9;

/// The factor R(λh) by which a step multiplies the state. Empty where a step is not affine, or the process is
/// not taken.
std::optional<double> amplification(const sde::SdeScheme& scheme, double step);

/// The largest λh with |R| ≤ 1 on all of (0, λh], by bisection, or longest_step. Empty as `amplification`.
std::optional<double> stability_limit(const sde::SdeScheme& scheme);

/// What the limit should be. Where R is the Taylor polynomial of e^{−z} of the scheme's deterministic order:
/// 2, 2 and 2.5127 for orders 1, 2 and 3; else, for a rational or exponential R, longest_step. Source: Hairer
/// and Wanner (1996), section IV.2.
double stability_limit_expected(const sde::SdeScheme& scheme);

/// The limit against what it should be, within four bisections' ends. For a scheme with affine steps.
verify::Check stability_check(const sde::SdeScheme& scheme);

}  // namespace kolmo::measure
