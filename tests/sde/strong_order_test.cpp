// Strong orders: paths of different step sizes on the same noise.

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "kolmo/sde/simulate.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

constexpr int levels = 6;

/// Positions at the end for every level: 2048 steps on level 0.
std::vector<Points> ends(const SdeScheme& scheme, const process::Process& process, Index particles = 512) {
  const Schedule schedule{{0.0, 0.7, 1.5}, {1024, 1024}};
  const Simulation simulation{process, scheme, schedule, particles, RandomStream(11, 3), levels};
  return simulate_snapshots(simulation, Points(Points::Constant(particles, process.dimension(), 0.5))).back();
}

double distance(const Points& a, const Points& b) { return std::sqrt((a - b).square().mean()); }

void expect_order(double observed, double claimed, const std::string& what) {
  testing::Test::RecordProperty(what, std::to_string(observed));
  EXPECT_NEAR(observed, claimed, 0.1) << what;
}

/// From X^ℓ − X^{ℓ+1}, which scales as h^γ: ℓ = 0 and ℓ = 2.
double order_of_differences(const std::vector<Points>& x) {
  return std::log2(distance(x[2], x[3]) / distance(x[0], x[1])) / 2;
}

// Standard error: the squares of 512 nearly Gaussian differences have a relative error of √(2/512) = 6.3 %,
// halved by the root: 3.1 % each, hence at most 0.031 √2 / (2 ln 2) = 0.032 in the slope. Its bias is at most
// 0.03 with the steps in between (h = 1.5/1024).
TEST(StrongOrder, IsWhatEverySchemeClaimsForAdditiveNoise) {
  for (const SdeScheme* scheme : schemes()) {
    ASSERT_TRUE(scheme->claim().order_strong_additive.has_value()) << scheme->claim().name;
    expect_order(order_of_differences(ends(*scheme, test::Periodic())),
                 *scheme->claim().order_strong_additive, scheme->claim().name + "_additive");
  }
}

// Two ways: by differences, and by errors against the finest path of a scheme of order 1.5, which sees a
// scheme that converges to something else: at ℓ = 3 and ℓ = 5, where it is 8 and 32 times as fine. The
// squared error of a scheme of order ½ is A h + B h², B/A in the tens here, so that its slope is taken at ℓ =
// 1 and ℓ = 3; its errors are less Gaussian, and so there are more of them.
TEST(StrongOrder, IsWhatEverySchemeClaimsForDiagonalNoise) {
  const test::StateNoise process;
  const Points finest = ends(scheme("platen"), process, 2048)[0];
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->accepts(process::NoiseKind::diagonal)) continue;
    ASSERT_TRUE(scheme->claim().order_strong_commutative.has_value()) << scheme->claim().name;
    const double claimed = *scheme->claim().order_strong_commutative;
    const Index particles = claimed < 1 ? 2048 : 512;
    const std::vector<Points> x = ends(*scheme, process, particles);
    const Points reference = finest.topRows(particles);
    expect_order(order_of_differences(x), claimed, scheme->claim().name + "_diagonal");
    const std::size_t level = claimed < 1 ? 1 : 3;
    expect_order(std::log2(distance(x[level + 2], reference) / distance(x[level], reference)) / 2, claimed,
                 scheme->claim().name + "_diagonal_reference");
  }
}

// In the plane the mixed derivatives of the drift meet products of different noises.
TEST(StrongOrder, IsWhatEverySchemeClaimsForDiagonalNoiseInThePlane) {
  const test::PlaneNoise process;
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process)) continue;
    expect_order(order_of_differences(ends(*scheme, process)), *scheme->claim().order_strong_commutative,
                 scheme->claim().name + "_plane");
  }
}

// f = −x³ grows too fast for explicit schemes, which have no order there.
TEST(StrongOrder, OfTamedAndImplicitSchemesHoldsForADriftThatGrowsFasterThanLinearly) {
  const test::Cubic process;
  for (const char* name : {"tamed_euler", "drift_implicit_euler", "drift_implicit_trapezoid"}) {
    expect_order(order_of_differences(ends(scheme(name), process)), 1, std::string(name) + "_cubic");
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
