#pragma once
// The standard normal distribution.

namespace kolmo {

/// Φ(z) = ½ erfc(−z/√2), accurate relative to itself down to 1e−300.
double normal_cdf(double z);

/// 1 − Φ(z), accurate relative to itself.
double normal_upper_tail(double z);

/// Φ⁻¹(1 − tail), 0 < tail < 1, accurate for tails down to 1e−300.
double normal_upper_quantile(double tail);

}  // namespace kolmo
