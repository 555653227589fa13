// Strong orders: paths of different step sizes on the same noise.

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kolmo/sde/simulate.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

/// Root mean square over particles of X^ℓ − X^{ℓ+1} at the end, ℓ = 0 … levels − 2, with 256 steps on level
/// 0.
std::vector<double> differences(const SdeScheme& scheme, const process::Process& process, int levels) {
  const Schedule schedule{{0.0, 0.7, 1.5}, {128, 128}};
  const Index particles = 4096;
  const Simulation simulation{process, scheme, schedule, particles, RandomStream(11, 3), levels};
  const Points start = Points::Constant(particles, 1, 0.5);
  const Snapshots snapshots = simulate_snapshots(simulation, start);
  std::vector<double> rms;
  for (std::size_t level = 0; level + 1 < static_cast<std::size_t>(levels); ++level) {
    rms.push_back(std::sqrt((snapshots.back()[level] - snapshots.back()[level + 1]).square().mean()));
  }
  return rms;
}

// Differences of neighbouring levels scale as h^γ. Slope from ℓ = 0 to ℓ = 2. Standard error: the squares of
// 4096 nearly Gaussian differences have a relative error of √(2/4096) = 2.2 %, halved by the root: 1.1 %
// each, hence at most 0.011 √2 / (2 ln 2) = 0.011 in the slope; the bias of the slope is O(h) ≈ 0.02.
void expect_order(const SdeScheme& scheme, const process::Process& process, double claimed) {
  const std::vector<double> rms = differences(scheme, process, 4);
  const double order = std::log2(rms[2] / rms[0]) / 2;
  testing::Test::RecordProperty(scheme.claim().name + "_" + process.name(), std::to_string(order));
  EXPECT_NEAR(order, claimed, 0.1) << scheme.claim().name << " on " << process.name();
}

TEST(StrongOrder, IsWhatEverySchemeClaimsForAdditiveNoise) {
  for (const SdeScheme* scheme : schemes()) {
    ASSERT_TRUE(scheme->claim().order_strong_additive.has_value()) << scheme->claim().name;
    expect_order(*scheme, test::Periodic(), *scheme->claim().order_strong_additive);
  }
}

TEST(StrongOrder, IsWhatEverySchemeClaimsForDiagonalNoise) {
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->accepts(process::NoiseKind::diagonal)) continue;
    ASSERT_TRUE(scheme->claim().order_strong_commutative.has_value()) << scheme->claim().name;
    expect_order(*scheme, test::StateNoise(), *scheme->claim().order_strong_commutative);
  }
}

// Claims beyond diagonal noise would be untested, as would be claims for noise that a scheme does not accept.
TEST(StrongOrder, IsNotClaimedForNoiseThatNoSchemeAccepts) {
  for (const SdeScheme* scheme : schemes()) {
    EXPECT_FALSE(scheme->claim().order_strong_general.has_value()) << scheme->claim().name;
    if (scheme->accepts(process::NoiseKind::diagonal)) continue;
    EXPECT_FALSE(scheme->claim().order_strong_commutative.has_value()) << scheme->claim().name;
    EXPECT_FALSE(scheme->claim().order_weak_general.has_value()) << scheme->claim().name;
  }
}

}  // namespace
}  // namespace kolmo::sde
