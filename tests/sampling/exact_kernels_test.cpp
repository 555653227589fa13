// Every kernel's bias and invariance, without sampling.

#include <gtest/gtest.h>

#include "kolmo/sampling/exact/acceptance.hpp"
#include "kolmo/sampling/exact/affine_chain.hpp"
#include "kolmo/sampling/exact/line_kernel.hpp"
#include "kolmo/sampling/exact/phase_kernel.hpp"
#include "under_test.hpp"

namespace kolmo::sampling {
namespace {

KernelSettings with_step(double h) {
  KernelSettings settings;
  settings.step = h;
  return settings;
}

double cosine_error(const char* name, double h) {
  const double noise = std::sqrt(name == std::string("leimkuhler_matthews") ? h / 2 : 2 * h);
  const LineKernel kernel_on_line(kernel(name), *tanh_target(), with_step(h),
                                  {10, std::min(0.25, noise / 3)});
  const LineLaw law = kernel_on_line.observed(kernel_on_line.stationary());
  return law.mean([](double x) { return std::cos(x); }) - tanh_cosine();
}

TEST(AffineKernels, UlaHasItsVariance) {
  for (const double variance : {1.0, 0.25}) {
    for (const double h : {0.01, 0.1, 0.3}) {
      const AffineChain chain = affine_chain(kernel("ula"), *normal_target(variance), with_step(h));
      EXPECT_NEAR(chain.stationary_covariance()(0, 0), variance / (1 - h / (2 * variance)), 1e-12);
    }
    EXPECT_LT(
        affine_chain(kernel("ula"), *normal_target(variance), with_step(1.99 * variance)).spectral_radius(),
        1);
    EXPECT_THROW(affine_chain(kernel("ula"), *normal_target(variance), with_step(2.01 * variance))
                     .stationary_covariance(),
                 NumericalFailure);
  }
}

TEST(AffineKernels, SplittingsHaveTheirMomentsInTheHarmonicWell) {
  for (const double h : {0.1, 0.5, 1.0, 1.9}) {
    const double small = 1 - h * h / 4, large = 1 / small;
    for (const auto& [name, q, p] :
         {std::tuple{"baoab", 1.0, small}, {"obabo", large, 1.0}, {"aboba", 1.0, large}}) {
      const Eigen::MatrixXd c =
          affine_chain(kernel(name), *normal_target(), with_step(h)).stationary_covariance();
      EXPECT_NEAR(c(0, 0), q, 1e-11) << name << h;
      EXPECT_NEAR(c(1, 1), p, 1e-11) << name << h;
    }
  }
}

TEST(AffineKernels, RotationShrinksTheVarianceOfMeans) {
  for (const double w : {0.0, 1.0, 3.0}) {
    KernelSettings settings = with_step(1e-4);
    settings.rotation = w;
    const AffineChain chain = affine_chain(kernel("irreversible"), *normal_target(1, 2), settings);
    EXPECT_NEAR(settings.step * chain.asymptotic_variance(), 2 / (1 + w * w), 1e-3 * (1 + w * w));
  }
}

TEST(LineKernels, UlaIsBiasedByItsStep) {
  const double coarse = cosine_error("ula", 0.4), middle = cosine_error("ula", 0.1),
               fine = cosine_error("ula", 0.025);
  EXPECT_NEAR(coarse, -0.015989, 5e-7);
  EXPECT_NEAR(middle, -0.003586, 5e-7);
  EXPECT_NEAR(fine, -0.000877, 5e-7);
  const double order = std::log(middle / fine) / std::log(4.0);
  EXPECT_GT(order, 1.0);
  EXPECT_LT(order, 1.05);
}

TEST(LineKernels, LeimkuhlerMatthewsHasOrderTwo) {
  const double coarse = cosine_error("leimkuhler_matthews", 0.5),
               fine = cosine_error("leimkuhler_matthews", 0.125);
  EXPECT_NEAR(coarse, 1.771e-3, 5e-7);
  EXPECT_NEAR(std::log(coarse / fine) / std::log(4.0), 2, 0.15);
}

TEST(LineKernels, TheirSlowestModeIsTheGapOfFokkerAndPlanck) {
  std::vector<double> rates;
  for (const double h : {0.2, 0.1, 0.05}) {
    rates.push_back(
        -std::log(LineKernel(kernel("ula"), *tanh_target(), with_step(h), {10, std::sqrt(2 * h) / 3})
                      .second_eigenvalue()) /
        h);
  }
  EXPECT_NEAR(rates[0], 0.51884, 5e-6);
  const double gap = 0.48506799;
  EXPECT_NEAR(std::log2((rates[1] - gap) / (rates[2] - gap)), 1, 0.05);
}

TEST(LineKernels, TamedUlaStaysFiniteOnTheQuartic) {
  const double exact = 2 * std::tgamma(0.75) / std::tgamma(0.25);
  EXPECT_NEAR(exact, 0.67598, 1e-5);
  const auto error = [&](double h) {
    const LineKernel one(kernel("tamed_ula"), *quartic_target(), with_step(h), {5, std::sqrt(2 * h) / 3.5});
    return one.stationary().mean([](double x) { return x * x; }) - exact;
  };
  EXPECT_NEAR(std::log2(error(0.02) / error(0.01)), 1, 0.05);
}

TEST(LineKernels, AdaptiveStepsChangeTheLawUnlessCorrected) {
  const double exact = 2 * std::tgamma(0.75) / std::tgamma(0.25);
  const auto square = [](double x) { return x * x; };
  const auto limit = [&](const char* name, bool weighted) {
    double means[2];
    for (int k = 0; k < 2; ++k) {
      const double c = k == 0 ? 0.04 : 0.02;
      const LineKernel one(kernel(name), *quartic_target(), with_step(c), {4, 0.016});
      const LineLaw law = one.stationary();
      double sum = 0, mass = 0;
      const Eigen::ArrayXd x = law.nodes.places();
      for (Index j = 0; j < x.size(); ++j) {
        const double weight = law.weights(j) * (weighted ? one.state_weights()(j) : 1);
        sum += weight * square(x(j));
        mass += weight;
      }
      means[k] = sum / mass;
    }
    return 2 * means[1] - means[0];
  };
  EXPECT_NEAR(limit("adaptive_step", false), 1.2140, 5e-4);
  EXPECT_NEAR(limit("adaptive_step_weighted", true), exact, 5e-4);
  EXPECT_NEAR(limit("adaptive_step_drift", false), exact, 5e-4);
}

TEST(PhaseKernels, BaoabHasOrderTwo) {
  const auto error = [&](double h) {
    return PhaseKernel(kernel("baoab"), *tanh_target(), with_step(h), {8, 0.3}, {7, 0.4})
               .stationary_position()
               .mean([](double x) { return std::cos(x); }) -
           tanh_cosine();
  };
  const double coarse = error(0.5), middle = error(0.25);
  EXPECT_NEAR(coarse, 8.156e-4, 5e-7);
  EXPECT_NEAR(std::log2(coarse / middle), 2, 0.15);
}

TEST(MetropolisKernels, AcceptAsOftenAsTheyShouldAndLeaveTheTarget) {
  const auto normal = [](double x) { return normal_density(x); };
  const auto square = [](double x) { return x * x; };
  const auto expect = [&](const char* name, KernelSettings settings, double acceptance) {
    const OneStep one = one_step(kernel(name), *normal_target(), settings, normal, square);
    EXPECT_NEAR(one.acceptance, acceptance, 1e-8) << name;
    EXPECT_NEAR(one.mean, 1, 1e-10) << name;
  };
  expect("mala", with_step(0.5), .92083315);
  expect("mala", with_step(1), .78365310);
  expect("mala", with_step(1.5), .63328343);
  for (const double sigma : {0.5, 2.4})
    expect("random_walk", with_step(sigma * sigma / 2), 2 / std::numbers::pi * std::atan(2 / sigma));
  // M the matrix of the leapfrogs, lambda the larger eigenvalue of M^T M: (4/pi) atan(lambda^{-1/2}),
  // 0.99005363 and 0.97587277.
  expect("hmc", with_step(0.5), 0.9900536254420992);
  KernelSettings long_path = with_step(0.9);
  long_path.leapfrogs = 3;
  expect("hmc", long_path, 0.9758727746720634);
}

}  // namespace
}  // namespace kolmo::sampling
