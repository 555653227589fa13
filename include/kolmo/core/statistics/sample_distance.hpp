#pragma once
// Distances between two sorted samples on the line, without building laws: for hot paths and benchmarks.

#include <vector>

namespace kolmo {

/// sup |F_a − F_b| of the empirical distribution functions; a and b ascending, any sizes ≥ 1. O(n + m), ties
/// exact.
double ks_sorted(const std::vector<double>& a, const std::vector<double>& b);

/// Order p = 1 or 2: (∫ |F_a⁻¹ − F_b⁻¹|^p du)^{1/p}; a and b ascending, any sizes ≥ 1. O(n + m).
double wasserstein_sorted(const std::vector<double>& a, const std::vector<double>& b, int order);

}  // namespace kolmo
