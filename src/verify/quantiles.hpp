#pragma once
// Quantiles of the normal and of Student's distribution.

namespace kolmo::verify {

/// Φ⁻¹(1 − tail), 0 < tail < 1, accurate for tails down to 1e−300.
double normal_upper_quantile(double tail);

/// The t with P(|T| > t) = P(|Z| > z): Student's quantile of `degrees` of freedom where the normal one is z >
/// 0.
double student_quantile_like(double z, double degrees);

}  // namespace kolmo::verify
