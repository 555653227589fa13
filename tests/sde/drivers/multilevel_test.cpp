// Multilevel Monte Carlo: allocation, stopping, and geometric Brownian motion against closed forms.

#include "kolmo/sde/drivers/multilevel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "sde/drivers/linear_gbm.hpp"
#include "sde/drivers/simulations.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

using process::GeometricBrownianMotion;

const Functional position = [](const ConstBlock& x, Values out) { out = x.col(0); };

SdeLevels gbm_levels(const GeometricBrownianMotion& process, const char* name) {
  return {.process = process,
          .scheme = scheme(name),
          .initial = [](const RandomStream&, Index, Block x) { x = 1; },
          .phi = position,
          .stream = RandomStream(5)};
}

/// n numbers mean ± √variance, in equal parts (n even).
RunningMoments exact_moments(double mean, double variance, Index n) {
  const double x[2] = {mean - std::sqrt(variance), mean + std::sqrt(variance)};
  RunningMoments moments;
  for (Index i = 0; i < (n + 1) / 2; ++i) moments.merge(RunningMoments(x, 2));
  return moments;
}

/// Levels without noise in their moments: mean 2^{−αℓ}, variance 2^{−βℓ}, cost 2^ℓ.
LevelSampler model(double alpha, double beta, std::map<int, std::vector<int>>* rounds = nullptr) {
  return [=](int level, int round, Index n) {
    if (rounds != nullptr) (*rounds)[level].push_back(round);
    const RunningMoments moments = exact_moments(std::exp2(-alpha * level), std::exp2(-beta * level), n);
    const Index size = moments.size();
    return LevelSamples{moments, moments, size << level, size << level};
  };
}

TEST(OptimalSamples, ReachTheBoundAtTheLeastCost) {
  // Σ √(V C) = 2 + 2 = 4: N = (2/1) · 4/0.5 and (1/2) · 4/0.5.
  EXPECT_EQ(optimal_samples({4, 1}, {1, 4}, 0.5), (std::vector<Index>{16, 4}));
  const std::vector<double> v = {2, 0.3, 0.05}, c = {1, 3, 6};
  const double bound = 1e-6;
  const std::vector<Index> n = optimal_samples(v, c, bound);
  double variance = 0, cost = 0, root = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    variance += v[i] / static_cast<double>(n[i]);
    cost += c[i] * static_cast<double>(n[i]);
    root += std::sqrt(v[i] * c[i]);
  }
  EXPECT_LE(variance, bound);
  EXPECT_GT(variance, bound * (1 - 1e-4));     // n is rounded up: 1 in 10⁵ and more
  EXPECT_NEAR(cost, root * root / bound, 10);  // Cauchy–Schwarz: nothing is cheaper
  EXPECT_THROW(optimal_samples({1}, {0}, 1), InvalidArgument);
  EXPECT_THROW(optimal_samples({1, 1}, {1}, 1), InvalidArgument);
  EXPECT_THROW(optimal_samples({1}, {1}, 0), InvalidArgument);
  EXPECT_THROW(optimal_samples({std::nan("")}, {1}, 1), InvalidArgument);
}

TEST(Multilevel, StopsWhereTheBiasHasItsShare) {
  // α = 1: the bias estimate is the last mean, 2^{−L} ≤ ε/√2 first holds at L = 6 for ε = 0.025 (0.0156 ≤
  // 0.0177); with a tenth of ε² for the bias (0.0079) at L = 7.
  MultilevelOptions options{.accuracy = 0.025};
  const MultilevelEstimate half = multilevel(model(1, 2), options);
  EXPECT_EQ(half.levels.size(), 7U);
  EXPECT_DOUBLE_EQ(half.bias, std::exp2(-6));
  EXPECT_NEAR(half.value, 2 - std::exp2(-6), 1e-12);
  options.variance_share = 0.9;
  EXPECT_EQ(multilevel(model(1, 2), options).levels.size(), 8U);
  // α = 2: bias 4^{−L}/3 ≤ 0.0177 first at L = 3 (0.0052).
  const MultilevelEstimate second = multilevel(model(2, 3), {.accuracy = 0.025, .order_weak = 2});
  EXPECT_EQ(second.levels.size(), 4U);
  EXPECT_DOUBLE_EQ(second.bias, std::exp2(-6) / 3);
  // An α claimed too high sees the earlier means.
  EXPECT_DOUBLE_EQ(multilevel(model(1, 2), {.accuracy = 0.025, .order_weak = 2}).bias, std::exp2(-5) / 3);
}

TEST(Multilevel, MeasuresItsRatesAndMeetsItsVariance) {
  const MultilevelEstimate estimate = multilevel(model(1, 1.5), {.accuracy = 0.003});
  EXPECT_NEAR(estimate.alpha, 1, 1e-9);
  EXPECT_NEAR(estimate.beta, 1.5, 0.01);  // n/(n − 1) at 256 samples is 0.004
  EXPECT_NEAR(estimate.gamma, 1, 1e-9);
  const double share = 0.003 * 0.003 / 2;
  EXPECT_LE(std::pow(estimate.standard_error, 2), 1.01 * share);
  EXPECT_GE(std::pow(estimate.standard_error, 2), 0.9 * share);
}

TEST(Multilevel, NumbersTheRoundsOfALevel) {
  std::map<int, std::vector<int>> rounds;
  multilevel(model(1, 1, &rounds), {.accuracy = 0.01});
  for (const auto& [level, list] : rounds) {
    for (std::size_t i = 0; i < list.size(); ++i) EXPECT_EQ(list[i], static_cast<int>(i)) << level;
  }
  EXPECT_GT(rounds[0].size(), 2U);
}

TEST(Multilevel, DistrustsASmallVarianceOfFewSamples) {
  // The first samples of level 2 happen to be equal. Half of what level 1 leads to expect counts, so that
  // more are taken and the variance is found.
  for (const double order : {1.0, 2.0}) {  // with 2 the bias is small already, and no level comes after
    const LevelSampler honest = model(order, 1);
    const LevelSampler lucky = [&](int level, int round, Index n) {
      LevelSamples samples = honest(level, round, n);
      if (level == 2 && round == 0) {
        samples.difference = exact_moments(std::exp2(-2 * order), 1e-12, n);
      }
      return samples;
    };
    const MultilevelOptions options{.accuracy = 0.03, .order_weak = order};
    const MultilevelEstimate estimate = multilevel(lucky, options), expected = multilevel(honest, options);
    EXPECT_GT(estimate.levels[2].samples.difference.size(), expected.levels[2].samples.difference.size() / 2);
    EXPECT_NEAR(estimate.levels[2].variance, 0.25, 0.1) << order;
    EXPECT_GE(estimate.levels.size(), order == 2 ? 3U : 6U);
    EXPECT_LE(estimate.levels.size(), order == 2 ? 3U : 7U);
  }
}

// Closed forms of linear_gbm.hpp. A mean of n samples is within 6 standard errors of them; a variance too,
// with the error from the fourth moment, which for kurtosis 39 (e^{4σ²} · 3) and n ≥ 2·10⁵ is known to some
// 10 %.
TEST(Multilevel, SamplesLevelsOfGeometricBrownianMotion) {
  const GeometricBrownianMotion process(test::mu, test::sigma);
  for (const bool milstein : {false, true}) {
    const LevelSampler sampler = level_sampler(gbm_levels(process, milstein ? "milstein" : "euler_maruyama"));
    for (const int level : {0, 1, 3, 6}) {
      const Index n = 300'000;
      const LevelSamples samples = sampler(level, 0, n);
      const test::GbmMoments exact(milstein, Index{1} << level);
      const double mean = level == 0 ? exact.mean : exact.difference;
      const double variance = level == 0 ? exact.variance : exact.difference_variance;
      const Estimate observed = samples.difference.central().variance();
      EXPECT_NEAR(observed.value, variance, 6 * observed.standard_error) << milstein << " " << level;
      EXPECT_NEAR(samples.difference.mean(), mean, 6 * std::sqrt(variance / n)) << milstein << " " << level;
      EXPECT_NEAR(samples.fine.mean(), exact.mean, 6 * std::sqrt(exact.variance / n));
      EXPECT_LT(observed.standard_error, 0.05 * variance);
      const Index steps = level == 0 ? 1 : 3 * (Index{1} << level) / 2;
      EXPECT_EQ(samples.drift_evaluations, n * steps);
      EXPECT_EQ(samples.particle_steps, n * steps);
    }
  }
}

TEST(Multilevel, EstimatesTheMeanOfGeometricBrownianMotion) {
  const GeometricBrownianMotion process(test::mu, test::sigma);
  for (const bool milstein : {false, true}) {
    const double accuracy = 2e-3;
    const MultilevelEstimate estimate = multilevel(
        level_sampler(gbm_levels(process, milstein ? "milstein" : "euler_maruyama")), {.accuracy = accuracy});
    const Index steps = Index{1} << (estimate.levels.size() - 1);
    const double exact = std::exp(test::mu), discrete = test::GbmMoments(milstein, steps).mean;
    EXPECT_NEAR(estimate.value, discrete, 6 * estimate.standard_error);
    EXPECT_LE(estimate.standard_error, 1.005 * accuracy / std::sqrt(2));
    EXPECT_LE(std::abs(discrete - exact), accuracy / std::sqrt(2));
    // The bias is estimated by a maximum of three noisy means: rarely too low.
    EXPECT_GE(estimate.bias, 0.5 * (exact - discrete));
    EXPECT_LE(estimate.bias, accuracy / std::sqrt(2));
    // Cheaper than one level of that many steps.
    const double plain = 2 * 2.4 / (accuracy * accuracy) * static_cast<double>(steps);
    EXPECT_LT(static_cast<double>(estimate.drift_evaluations), plain / (milstein ? 20 : 3));
  }
}

// exact_linear evaluates no drift: its samples cost their steps. Every level is exact: no difference but
// rounding, and E X(1) = e⁻¹ from X(0) = 1.
TEST(Multilevel, CountsStepsWhereAStepEvaluatesNoDrift) {
  const process::OrnsteinUhlenbeck process(1, 0, 0.5, 1);
  const SdeLevels levels{.process = process,
                         .scheme = scheme("exact_linear"),
                         .initial = [](const RandomStream&, Index, Block x) { x = 1; },
                         .phi = position,
                         .stream = RandomStream(6)};
  const MultilevelEstimate result = multilevel(level_sampler(levels), {.accuracy = 0.01});
  EXPECT_EQ(result.drift_evaluations, 0);
  EXPECT_EQ(result.levels.front().cost, 1);
  EXPECT_NEAR(result.value, std::exp(-1.0), 6 * result.standard_error);
}

TEST(Multilevel, DoesNotDependOnThreads) {
  const GeometricBrownianMotion process(test::mu, test::sigma);
  const auto run = [&](int count) {
    const test::Threads threads(count);
    return multilevel(level_sampler(gbm_levels(process, "milstein")), {.accuracy = 5e-3});
  };
  const MultilevelEstimate one = run(1), three = run(3);
  EXPECT_EQ(one.value, three.value);
  EXPECT_EQ(one.standard_error, three.standard_error);
  EXPECT_EQ(one.drift_evaluations, three.drift_evaluations);
}

TEST(Multilevel, DrawsStartAndNoiseAnewInEveryRoundAndLevel) {
  const test::Ornstein process;
  std::map<double, int> seen;
  SdeLevels levels{
      .process = process,
      .scheme = scheme("euler_maruyama"),
      .initial = [](const RandomStream& start, Index first, Block x) { start.normals(first, 0, x); },
      .phi = position};
  const LevelSampler sampler = level_sampler(levels);
  for (int round = 0; round < 3; ++round) {
    for (int level = 0; level < 3; ++level) ++seen[sampler(level, round, 32).fine.mean()];
  }
  EXPECT_EQ(seen.size(), 9U);
  // Start and noise are independent: two steps of ½ give X = x₀/4 + z₁/2 + z₂, of variance 1/16 + 1/4 + 1
  // (1.56 where z₁ = x₀).
  const Estimate variance = sampler(1, 0, 200'000).fine.central().variance();
  EXPECT_NEAR(variance.value, 1.3125, 6 * variance.standard_error);
  EXPECT_LT(variance.standard_error, 0.01);
  EXPECT_EQ(sampler(1, 2, 5000).fine.mean(), sampler(1, 2, 5000).fine.mean());
}

TEST(Multilevel, RefusesOptionsOutOfRange) {
  const LevelSampler sampler = model(1, 1);
  EXPECT_THROW(multilevel(sampler, {.accuracy = 0}), InvalidArgument);
  EXPECT_THROW(multilevel(sampler, {.accuracy = std::numeric_limits<double>::infinity()}), InvalidArgument);
  EXPECT_THROW(multilevel(sampler, {.variance_share = 1}), InvalidArgument);
  EXPECT_THROW(multilevel(sampler, {.order_weak = 0}), InvalidArgument);
  EXPECT_THROW(multilevel(sampler, {.pilot = 15}), InvalidArgument);
  EXPECT_THROW(multilevel(sampler, {.first_levels = 2}), InvalidArgument);
  EXPECT_THROW(multilevel(sampler, {.most_levels = 33}), InvalidArgument);
  const GeometricBrownianMotion process(test::mu, test::sigma);
  const LevelSampler gbm = level_sampler(gbm_levels(process, "milstein"));
  EXPECT_THROW(gbm(32, 0, 100), InvalidArgument);
  EXPECT_THROW(gbm(0, 256, 100), InvalidArgument);
  EXPECT_THROW(gbm(0, 0, 0), InvalidArgument);
  SdeLevels without = gbm_levels(process, "milstein");
  without.phi = nullptr;
  EXPECT_THROW(level_sampler(without), InvalidArgument);
}

std::string failure_of(const std::function<void()>& run) {
  try {
    run();
  } catch (const NumericalFailure& failure) {
    return failure.what();
  }
  return "";
}

TEST(Multilevel, SaysWhyItFails) {
  const std::string endless =
      failure_of([] { multilevel(model(0, 1), {.accuracy = 0.1, .most_levels = 6}); });
  EXPECT_NE(endless.find("on 6 levels"), std::string::npos) << endless;

  const test::Cubic cubic;
  SdeLevels levels{.process = cubic,
                   .scheme = scheme("euler_maruyama"),
                   .end = 8,
                   .base_steps = 8,
                   .initial = [](const RandomStream&, Index, Block x) { x = 10; },
                   .phi = position};
  const std::string diverged = failure_of([&] { level_sampler(levels)(0, 0, 16); });
  EXPECT_NE(diverged.find("level 0"), std::string::npos) << diverged;
  EXPECT_NE(diverged.find("particle 0"), std::string::npos) << diverged;

  const GeometricBrownianMotion process(test::mu, test::sigma);
  SdeLevels steep = gbm_levels(process, "milstein");
  steep.phi = [](const ConstBlock& x, Values out) { out = 1e200 * x.col(0); };
  const std::string overflow = failure_of([&] { level_sampler(steep)(2, 0, 64); });
  EXPECT_NE(overflow.find("level 2: phi"), std::string::npos) << overflow;
}

}  // namespace
}  // namespace kolmo::sde
