#pragma once
// Quantiles of Student's distribution.

namespace kolmo::verify {

/// The t with P(|T| > t) = P(|Z| > z): Student's quantile of `degrees` of freedom where the normal one is z >
/// 0.
double student_quantile_like(double z, double degrees);

}  // namespace kolmo::verify
