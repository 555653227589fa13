#pragma once
// Exact laws of scaled random walks at time 1.

#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/statistics/kolmogorov.hpp"

namespace kolmo::discrete_to_continuous {

/// A law on the points first + k·spacing.
struct LatticeLaw {
  double first, spacing;
  std::vector<double> cdf;  ///< P(X ≤ x_k)

  double point(std::size_t k) const { return first + spacing * static_cast<double>(k); }
};

/// S_n/√n for n steps that are √((1 − p)/p) with probability p, else −√(p/(1 − p)): centred, of unit
/// variance; p = ½ is the simple walk. (k − np)/√(np(1 − p)) with k binomial.
LatticeLaw coin_walk(Index n, double p);

/// max_{k ≤ n} S_k/√n of the simple walk: P(M = a) = P(S_n = a) + P(S_n = a + 1) by the reflection principle
/// (Feller 1968, III.7).
LatticeLaw simple_walk_maximum(Index n);

/// E X.
double mean(const LatticeLaw& law);

/// sup_x |F(x) − G(x)|, G continuous: at every point from both sides.
double ks_distance(const LatticeLaw& law, const DistributionFunction& other);

/// sup_k |F(x_k) − G(x_k + ½ spacing)|: the continuity correction.
double ks_at_midpoints(const LatticeLaw& law, const DistributionFunction& other);

/// P(S_n/√n ≤ x) for n steps E − 1, E exponential of mean 1: S_n + n is Gamma(n).
double exponential_walk_cdf(Index n, double x);
/// sup_x of that against Φ.
double exponential_walk_ks(Index n);

/// P(|Z| ≤ x).
double half_normal_cdf(double x);

}  // namespace kolmo::discrete_to_continuous
