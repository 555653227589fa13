#pragma once
// Quantiles of a sample.

#include <vector>

#include "kolmo/core/statistics/moments.hpp"

namespace kolmo {

/// The u-quantile of an ascending sample by linear interpolation at position u(n − 1) (Hyndman and Fan 1996,
/// type 7: what NumPy does), 0 ≤ u ≤ 1. The standard error is half the distance between the quantiles at u ±
/// √(u(1 − u)/n), cut to [0, 1]: distribution-free to first order.
Estimate sample_quantile(const std::vector<double>& sorted, double u);

}  // namespace kolmo
