// Geometric Brownian motion, whose solution is known path by path: strong and weak errors without sampling.

#include "kolmo/process/equations/geometric_brownian_motion.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "kolmo/core/errors.hpp"
#include "kolmo/measure/problems/reference_values.hpp"
#include "kolmo/measure/sde/single_step.hpp"
#include "kolmo/process/derived/scaled_drift.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

using process::GeometricBrownianMotion;

constexpr double mu = 0.5, sigma = 0.8, end_time = 1;

struct Errors {
  double rmse, mean, square;
};

/// Schemes are linear here, Y_{n+1} = Y_n m(z) and X likewise, so that the moments of N steps are those of
/// one to the power N.
Errors errors(const SdeScheme& scheme, int steps) {
  const GeometricBrownianMotion process(mu, sigma);
  const double h = end_time / steps;
  double y = 0, yy = 0, xy = 0;
  const auto nodes = measure::step_nodes(scheme, process, 30, 6);
  measure::SingleStep step(scheme, process, 1);
  for (Index q = 0; q < nodes.weights.size(); ++q) {
    const double weight = nodes.weights(q);
    Points x = Points::Ones(1, 1), m = x;
    process.solve(h, Points::Constant(1, 1, std::sqrt(h) * nodes.points(q, 0)), x);
    step(0, h, nodes.points.row(q).transpose(), m);
    y += weight * m(0, 0);
    yy += weight * m(0, 0) * m(0, 0);
    xy += weight * m(0, 0) * x(0, 0);
  }
  const double exact = std::exp(mu * end_time), exact_square = std::exp((2 * mu + sigma * sigma) * end_time);
  const double mean_square = exact_square - 2 * std::pow(xy, steps) + std::pow(yy, steps);
  return {std::sqrt(mean_square), std::pow(y, steps) - exact, std::pow(yy, steps) - exact_square};
}

// Rounding: moments of one step carry 30 ulps, N of them 30 N ulps of E X² = 5.2: at N = 1024 4e−11, of the
// mean square 1e−3 and 2e−6 in the worst rows, so 1e−8 and 1e−5 of the rmse.
TEST(GeometricBrownianMotion, GivesTheReferenceErrorsOfEulerAndMilstein) {
  for (const measure::MultiplicativeRow& row : measure::multiplicative_rows) {
    const Errors euler = errors(scheme("euler_maruyama"), row.steps);
    const Errors milstein = errors(scheme("milstein"), row.steps);
    EXPECT_NEAR(euler.rmse, row.euler_strong, 1e-7 * row.euler_strong) << row.steps;
    EXPECT_NEAR(milstein.rmse, row.milstein_strong, 1e-5 * row.milstein_strong) << row.steps;
    EXPECT_NEAR(euler.mean, row.euler_mean, 1e-9) << row.steps;
    EXPECT_NEAR(euler.square, row.euler_square, 1e-9) << row.steps;
    EXPECT_NEAR(milstein.square, row.milstein_square, 1e-9) << row.steps;
  }
}

// The driver's own paths against the exact solution along them, h = 2⁻¹¹ and 2⁻⁹, σ = 0.3. Mean squares of
// 4096 errors of kurtosis ≈ 5 have a relative standard error of √(4/4096) = 3.1 %, 1.6 % after the root, at
// most 0.016 in the slope. The order-1 part of an error of order ½ adds O(h): 0.04 for tamed Euler.
TEST(GeometricBrownianMotion, IsFollowedPathByPath) {
  const GeometricBrownianMotion process(mu, 0.3);
  const Index particles = 4096;
  constexpr std::uint32_t steps = 2048;
  const RandomStream stream(17, 5), noise = noise_of(stream);
  const Schedule schedule{{0.0, end_time}, {steps}};
  Points w = Points::Zero(particles, 1);
  for (std::uint32_t n = 0; n < steps; ++n) noise.add_normals(0, n, std::sqrt(1.0 / steps), w);
  const Points start = Points::Constant(particles, 1, 1.0);
  Points exact = start;
  process.solve(end_time, w, exact);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process) || !scheme->claim().order(Sense::strong, Context::commutative)) continue;
    const Snapshots y = simulate_snapshots({process, *scheme, schedule, particles, stream, 3}, start);
    const double fine = std::sqrt((y.back()[0] - exact).square().mean());
    const double coarse = std::sqrt((y.back()[2] - exact).square().mean());
    const double order = std::log2(coarse / fine) / 2;
    RecordProperty(scheme->claim().name, std::to_string(order));
    EXPECT_NEAR(order, *scheme->claim().order(Sense::strong, Context::commutative), 0.1)
        << scheme->claim().name;
  }
}

TEST(GeometricBrownianMotion, RefusesArgumentsOutOfRangeAndHasNoScalarNoise) {
  EXPECT_THROW(GeometricBrownianMotion(std::nan(""), 1), InvalidArgument);
  EXPECT_THROW(GeometricBrownianMotion(0, 0), InvalidArgument);
  EXPECT_THROW(GeometricBrownianMotion(0, 1, 0), InvalidArgument);
  const GeometricBrownianMotion process(mu, sigma);
  EXPECT_THROW(process.diffusion(0), InvalidArgument);
  EXPECT_THROW(process.noise_variance(0, 1), InvalidArgument);
}

TEST(DiagonalNoise, OfScalarProcessesIsTheirsAndElseMustBeDefined) {
  const test::Ornstein scalar(2);
  const Points x = Points::Constant(3, 2, 0.4);
  Points g = x, g_x = x;
  scalar.diffusion_diagonal(0.1, x, g);
  scalar.diffusion_derivative(0.1, x, g_x);
  EXPECT_TRUE((g == std::sqrt(2.0)).all());
  EXPECT_TRUE((g_x == 0).all());
  const test::UndefinedNoise undefined;
  Points out = Points::Zero(3, 1);
  EXPECT_THROW(undefined.diffusion_diagonal(0.1, out, out), InvalidArgument);
  EXPECT_THROW(undefined.diffusion_derivative(0.1, out, out), InvalidArgument);
}

TEST(DiagonalNoise, IsKeptByAScaledDrift) {
  const process::ScaledDrift scaled(std::make_shared<GeometricBrownianMotion>(mu, sigma), 2);
  const Points x = Points::Constant(3, 1, 0.4);
  Points f = x, g = x, g_x = x;
  scaled.drift(0, x, f);
  scaled.diffusion_diagonal(0, x, g);
  scaled.diffusion_derivative(0, x, g_x);
  EXPECT_EQ(scaled.noise_kind(), process::NoiseKind::diagonal);
  EXPECT_DOUBLE_EQ(f(1, 0), 2 * mu * 0.4);
  EXPECT_DOUBLE_EQ(g(1, 0), sigma * 0.4);
  EXPECT_DOUBLE_EQ(g_x(1, 0), sigma);
}

}  // namespace
}  // namespace kolmo::sde
