#include "kolmo/verify/ks_bound.hpp"

#include <gtest/gtest.h>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/kolmogorov.hpp"

namespace kolmo::verify {
namespace {

TEST(KsBound, IsDvoretzkysKiefersAndWolfowitzs) {
  // α = 2 (1 − Φ(z)): 0.05 at z = 1.959963984540054, where √(ln 40/2) = 1.3581015157406195.
  EXPECT_NEAR(ks_bound(1.959963984540054, 1), 1.3581015157406195, 1e-14);
  EXPECT_NEAR(ks_bound(1.959963984540054, 10'000), 0.013581015157406195, 1e-16);
}

TEST(KsBound, HoldsForEveryNumberOfPoints) {
  // Kolmogorov's own law for large n: P(√n D > λ) = Q(λ) ≤ α, and less than a tenth below it from z = 2 on.
  for (const double z : {2.0, 3.0, 5.0}) {
    const double alpha = std::erfc(z / std::numbers::sqrt2), exact = kolmogorov_upper_tail(ks_bound(z, 1));
    EXPECT_LE(exact, alpha) << z;
    EXPECT_GT(exact, 0.9 * alpha) << z;
  }
  // Uniform numbers at z = 1, α = 0.317: of 400 samples of 100, no more are beyond than α and three
  // deviations.
  int beyond = 0;
  for (std::uint32_t run = 0; run < 400; ++run) {
    Points u(100, 1);
    RandomStream(1).uniforms(0, run, u);
    std::vector<double> sorted(u.data(), u.data() + u.size());
    std::sort(sorted.begin(), sorted.end());
    beyond += ks_statistic(sorted, [](double x) { return x; }) > ks_bound(1, 100) ? 1 : 0;
  }
  EXPECT_LE(beyond, 400 * 0.3173 + 3 * std::sqrt(400 * 0.3173 * 0.6827));
  EXPECT_GT(beyond, 400 * 0.2);
}

}  // namespace
}  // namespace kolmo::verify
