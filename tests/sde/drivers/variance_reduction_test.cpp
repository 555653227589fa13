// Antithetic paths, control variates and common random numbers against closed forms.

#include "kolmo/sde/drivers/variance_reduction.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/linear_control.hpp"
#include "sde/drivers/linear_gbm.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

using process::GeometricBrownianMotion;

constexpr Index particles = 200'000;
const Schedule sixteen{{0.0, 1.0}, {16}};
const Functional position = [](const ConstBlock& x, Values out) { out = x.col(0); };
const Initial at_one = [](Index, Block x) { x = 1; };

Simulation gbm(const GeometricBrownianMotion& process, const char* name, const Schedule& schedule = sixteen) {
  return {.process = process,
          .scheme = scheme(name),
          .schedule = schedule,
          .particles = particles,
          .stream = RandomStream(21, 1)};
}

/// Within 6 standard errors, which are at most 5 % of the value.
void expect_estimate(const Estimate& observed, double expected) {
  EXPECT_NEAR(observed.value, expected, 6 * observed.standard_error);
  EXPECT_LT(observed.standard_error, 0.05 * std::abs(expected));
}

/// Both estimates are of the same number, and their errors are in the ratio that the factor says.
void expect_reduction(const VarianceReduction& observed, double expected, double factor) {
  expect_estimate(observed.plain, expected);
  expect_estimate(observed.reduced, expected);
  expect_estimate(observed.factor, factor);
}

TEST(Antithetic, ReducesTheVarianceOfAMonotoneFunctionalAsMuchAsTheoryDoes) {
  const GeometricBrownianMotion process(test::mu, test::sigma);
  for (const bool milstein : {false, true}) {
    const test::GbmMoments exact(milstein, 16);
    const double together = std::pow(test::mirrored_product({milstein, 1.0 / 16}), 16);
    const double correlation = (together - exact.mean * exact.mean) / exact.variance;
    const VarianceReduction observed =
        antithetic(gbm(process, milstein ? "milstein" : "euler_maruyama"), at_one, position);
    expect_reduction(observed, exact.mean, 1 / (1 + correlation));
    EXPECT_GT(observed.factor.value, 2);
    // The reduced error is that of `particles` pairs, the plain one that of as many paths.
    EXPECT_NEAR(observed.reduced.standard_error,
                std::sqrt(exact.variance * (1 + correlation) / (2 * particles)),
                0.05 * observed.reduced.standard_error);
    EXPECT_NEAR(observed.plain.standard_error, std::sqrt(exact.variance / (2 * particles)),
                0.05 * observed.plain.standard_error);
  }
}

TEST(Antithetic, DoublesTheVarianceOfAnEvenFunctional) {
  // W_1² is the same on both paths: ρ = 1.
  const process::Brownian brownian(1, 1);
  const Simulation simulation{.process = brownian,
                              .scheme = scheme("euler_maruyama"),
                              .schedule = sixteen,
                              .particles = particles,
                              .stream = RandomStream(21, 2)};
  const VarianceReduction observed = antithetic(
      simulation, [](Index, Block x) { x = 0; },
      [](const ConstBlock& x, Values out) { out = x.col(0).square(); });
  expect_estimate(observed.reduced, 1);
  EXPECT_NEAR(observed.factor.value, 0.5, 1e-12);
}

TEST(ControlVariate, ExplainsThePartOfTheVarianceThatTheoryDoes) {
  // c = W_1: Cov(X_N, W_1) = Σ_n √h E X_N z_n = N √h b a^{N−1}.
  const GeometricBrownianMotion process(test::mu, test::sigma);
  const process::Brownian brownian(1, 1);
  const Simulation paths = gbm(process, "milstein");
  const Simulation wiener{.process = brownian,
                          .scheme = scheme("euler_maruyama"),
                          .schedule = sixteen,
                          .particles = particles,
                          .stream = paths.stream};
  const Points w = final_values(
      wiener, [](Index, Block x) { x = 0; }, position);
  const ControlVariate observed =
      control_variate(final_values(paths, at_one, position), w, Eigen::VectorXd::Zero(1));
  const test::GbmStep m(true, 1.0 / 16);
  const test::GbmMoments exact(true, 16);
  const double covariance = 16 * std::sqrt(1.0 / 16) * m.b * std::pow(m.a, 15);
  expect_reduction(observed.estimate, exact.mean, 1 / (1 - covariance * covariance / exact.variance));
  EXPECT_NEAR(observed.coefficients(0), covariance, 0.03 * covariance);
}

// 4000 runs of 20 samples: the mean of their estimates has the error s/√4000, the bias of estimated
// coefficients is O(1/n) = a part of s at n = 20, and the reported error is that of n − k − 1 degrees.
TEST(ControlVariate, IsNearlyUnbiasedWithAnHonestErrorFromFewSamples) {
  const int runs = 4000;
  double sum = 0, squares = 0, reported = 0;
  for (int run = 0; run < runs; ++run) {
    Points z(20, 2);
    RandomStream(31, 3).normals(0, static_cast<std::uint32_t>(run), z);
    const Eigen::ArrayXd phi = 3 + 2 * z.col(0) + z.col(1);  // linear in the control plus independent noise
    const ControlVariate one = control_variate(phi, 5 + 10 * z.leftCols(1), Eigen::VectorXd::Constant(1, 5));
    const double error = one.estimate.reduced.value - 3;
    sum += error / runs;
    squares += error * error / runs;
    reported += std::pow(one.estimate.reduced.standard_error, 2) / runs;
  }
  const double variance = 1.0 / 20 * (1 + 1.0 / 17);  // exact for Gaussian controls: (n − 2)/(n − 3) σ²/n
  EXPECT_NEAR(sum, 0, 5 * std::sqrt(variance / runs));
  EXPECT_NEAR(squares, variance, 5 * std::sqrt(2.0 / runs) * variance);
  EXPECT_NEAR(reported, 1.0 / 20, 5 * std::sqrt(2.0 / 17 / runs) / 20);
}

TEST(ControlVariate, RefusesControlsThatExplainEachOther) {
  Points z(50, 2);
  RandomStream(1, 1).normals(0, 0, z);
  Points twice(50, 2);
  twice.col(0) = z.col(0);
  twice.col(1) = 2 - 3 * z.col(0);
  const Eigen::ArrayXd phi = z.col(1);
  EXPECT_THROW(control_variate(phi, twice, Eigen::VectorXd::Zero(2)), InvalidArgument);
  EXPECT_THROW(control_variate(phi, Points::Constant(50, 1, 2), Eigen::VectorXd::Zero(1)), InvalidArgument);
  EXPECT_THROW(control_variate(phi, z, Eigen::VectorXd::Zero(1)), InvalidArgument);
  EXPECT_THROW(control_variate(phi, z.topRows(40), Eigen::VectorXd::Zero(2)), InvalidArgument);
  EXPECT_THROW(control_variate(phi.head(3), z.topRows(3), Eigen::VectorXd::Zero(2)), InvalidArgument);
  EXPECT_THROW(antithetic(phi, phi.head(3)), InvalidArgument);
  EXPECT_THROW(common_random_numbers(phi.head(1), phi.head(1)), InvalidArgument);
}

TEST(CommonRandomNumbers, CoupleStepSizesAsTheoryDoes) {
  const GeometricBrownianMotion process(test::mu, test::sigma);
  for (const bool milstein : {false, true}) {
    const Simulation fine = gbm(process, milstein ? "milstein" : "euler_maruyama");
    Simulation coarse = fine;
    coarse.finest_level = 1;
    const VarianceReduction observed =
        common_random_numbers(final_values(fine, at_one, position), final_values(coarse, at_one, position));
    const test::GbmMoments a(milstein, 16), b(milstein, 8);
    EXPECT_NEAR(observed.reduced.value, a.difference, 6 * observed.reduced.standard_error);
    expect_estimate(observed.factor, (a.variance + b.variance) / a.difference_variance);
    EXPECT_NEAR(observed.plain.standard_error, std::sqrt((a.variance + b.variance) / particles),
                0.05 * observed.plain.standard_error);
  }
}

TEST(CommonRandomNumbers, CoupleParametersAsTheoryDoes) {
  // E X^σ X^s = (E m_σ m_s)^N.
  const GeometricBrownianMotion one(test::mu, test::sigma), other(test::mu, 0.75);
  const VarianceReduction observed =
      common_random_numbers(final_values(gbm(one, "milstein"), at_one, position),
                            final_values(gbm(other, "milstein"), at_one, position));
  const test::GbmStep m(true, 1.0 / 16), k(true, 1.0 / 16, 0.75);
  const double mean = std::pow(m.a, 16), square = mean * mean;
  const double a = std::pow(test::product(m, m), 16) - square, b = std::pow(test::product(k, k), 16) - square;
  const double together = std::pow(test::product(m, k), 16) - square;
  EXPECT_NEAR(observed.reduced.value, 0, 6 * observed.reduced.standard_error);
  expect_estimate(observed.factor, (a + b) / (a + b - 2 * together));
}

TEST(LinearMoments, AreThoseOfTheSchemesOwnChain) {
  // Euler–Maruyama on dY = −2(Y − 1) dt + 0.6 dW: Y ← (1 − 2h) Y + 2h + 0.6 √h z.
  const process::OrnsteinUhlenbeck ornstein(2, Eigen::VectorXd::Ones(1), 0.6);
  const FirstMoments start{0.3, 0.5};
  const double h = 1.0 / 16;
  FirstMoments expected = start;
  for (int n = 0; n < 16; ++n) {
    const double r = 1 - 2 * h, c = 2 * h;
    expected = {r * expected.mean + c,
                r * r * expected.second + 2 * r * c * expected.mean + c * c + 0.36 * h};
  }
  const FirstMoments euler = linear_moments(ornstein, scheme("euler_maruyama"), sixteen, start);
  EXPECT_NEAR(euler.mean, expected.mean, 1e-14);
  EXPECT_NEAR(euler.second, expected.second, 1e-14);
  const GeometricBrownianMotion process(test::mu, test::sigma);
  const test::GbmMoments exact(true, 16);
  const FirstMoments milstein = linear_moments(process, scheme("milstein"), sixteen, {1, 1});
  EXPECT_NEAR(milstein.mean, exact.mean, 1e-13);
  EXPECT_NEAR(milstein.second, exact.variance + exact.mean * exact.mean, 1e-12);
  EXPECT_THROW(linear_moments(process, scheme("tamed_euler"), sixteen, {1, 1}), InvalidArgument);
}

// Schemes with one and with two normal numbers a step, against their own sample.
TEST(LinearMoments, AreThoseOfEveryLinearScheme) {
  const GeometricBrownianMotion process(test::mu, test::sigma);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process) || scheme->has_postprocessor() || scheme->claim().name == "tamed_euler") {
      continue;
    }
    const FirstMoments exact = linear_moments(process, *scheme, sixteen, {1, 1});
    const Eigen::ArrayXd x = final_values(gbm(process, scheme->claim().name.c_str()), at_one, position);
    const Estimate mean = raw_moment(x.data(), x.size(), 1), second = raw_moment(x.data(), x.size(), 2);
    EXPECT_NEAR(mean.value, exact.mean, 6 * mean.standard_error) << scheme->claim().name;
    EXPECT_NEAR(second.value, exact.second, 6 * second.standard_error) << scheme->claim().name;
  }
}

/// dX = −(X + ½ sin X) dt + 0.7 dW.
class Bent final : public test::Process1D {
 public:
  double f(double, double x) const override { return -x - 0.5 * std::sin(x); }
  double f_x(double, double x) const override { return -1 - 0.5 * std::cos(x); }
  double variance_rate(double) const override { return 0.49; }
  double noise_variance(double s, double t) const override { return 0.49 * (t - s); }
};

TEST(LinearPart, IsTheTangentOfDriftAndNoise) {
  const test::StateNoise whole;
  const LinearPart part(whole, 0.4);
  Points at(2, 1), f(2, 1), g(2, 1), f_whole(2, 1), g_whole(2, 1), slope(2, 1);
  for (const double y : {0.4 + 1e-5, 0.4 - 1e-5}) {
    at = y;
    part.drift(0.2, at, f);
    whole.drift(0.2, at, f_whole);
    part.diffusion_diagonal(0.2, at, g);
    whole.diffusion_diagonal(0.2, at, g_whole);
    EXPECT_NEAR(f(1, 0), f_whole(1, 0), 1e-9);  // second derivatives of order 3 times (1e−5)²/2
    EXPECT_NEAR(g(1, 0), g_whole(1, 0), 1e-9);
  }
  at = 3;
  part.drift(0.2, at, f);
  whole.drift(0.2, at, f_whole);
  EXPECT_GT(std::abs(f(0, 0) - f_whole(0, 0)), 0.1);
  part.diffusion_derivative(0.2, at, slope);
  part.diffusion_diagonal(0.2, at, g);
  EXPECT_NEAR(g(0, 0) - g_whole(0, 0), slope(0, 0) * (3 - (0.4 - 1e-5)), 1e-4);
  EXPECT_THROW(LinearPart(test::PlaneNoise(), 0), InvalidArgument);
  EXPECT_THROW(LinearPart(whole, std::nan("")), InvalidArgument);
}

TEST(LinearControl, EstimatesTheSameNumberWithMuchLessNoise) {
  const Bent process;
  const Simulation few{.process = process,
                       .scheme = scheme("euler_maruyama"),
                       .schedule = sixteen,
                       .particles = 20'000,
                       .stream = RandomStream(41, 1)};
  Simulation many = few;
  many.particles = 2'000'000;
  many.stream = RandomStream(41, 2);
  const ControlVariate controlled = linear_control(few, at_one, {1, 1}, 0.4, position);
  const Eigen::ArrayXd x = final_values(many, at_one, position);
  const Estimate plain = mean_estimate(x.data(), x.size());
  const double error = std::hypot(plain.standard_error, controlled.estimate.reduced.standard_error);
  EXPECT_NEAR(controlled.estimate.reduced.value, plain.value, 6 * error);
  EXPECT_GT(controlled.estimate.factor.value - 6 * controlled.estimate.factor.standard_error, 50);
}

}  // namespace
}  // namespace kolmo::sde
