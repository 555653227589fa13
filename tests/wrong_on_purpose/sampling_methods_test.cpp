// Classical mistakes in annealing, weights, Stein's method and diagnostics, each seen by what passes the
// right one.

#include <gtest/gtest.h>

#include "kolmo/core/statistics/correlated_samples.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/sampling/annealing/annealed_langevin.hpp"
#include "kolmo/sampling/annealing/importance.hpp"
#include "kolmo/sampling/stein/stein.hpp"
#include "kolmo/verify/check.hpp"
#include "sampling/under_test.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace kolmo::sampling;
using verify::Verdict;

Points normals(std::uint64_t seed, Index n, double deviation = 1) {
  Points x(n, 1);
  RandomStream(seed).normals(0, 0, x);
  return deviation * x;
}

/// E X² over 2 against 1 + r², r = ½.
Verdict snr_verdict(double factor) {
  constexpr Index n = 1 << 15;
  Points x = normals(1, n, std::sqrt(2.0));
  const auto target = normal_target(2);
  const RandomStream stream(2);
  // h is 2 (r RMS z/RMS s)²: a ratio √(factor/2) r has h factor times (…)².
  for (std::uint32_t k = 0; k < 60; ++k)
    snr_corrector(*target, 0.5 * std::sqrt(0.5 * factor), SnrNorm::ensemble, stream, k, x);
  const Estimate second = raw_moment(x.data(), n, 2);
  return verify::estimate_check("", 2.5, second, 4, 0, "1 + r^2").verdict;
}

TEST(WrongSamplingMethods, ACorrectorWithoutItsTwoIsSeen) {
  EXPECT_EQ(snr_verdict(2), Verdict::pass);
  EXPECT_EQ(snr_verdict(1), Verdict::fail);  // 1.125
}

Verdict annealing_verdict(bool scaled) {
  constexpr Index n = 8192;
  const auto target = [](double sigma) {
    return target_of(std::make_shared<density::GaussianMixture>(
        density::mixture_1d(Eigen::Array2d(0.2, 0.8), Eigen::Array2d(-5, 5), Eigen::Array2d(1, 1))
            .blurred(Eigen::VectorXd::Zero(1), 1, sigma * sigma)));
  };
  const std::vector<double> ladder = noise_ladder(LadderSpacing::geometric, 20, 0.5, 5);
  Chains chains(normals(3, n, 20));
  if (scaled) {
    annealed_langevin({target, ladder, 0.02, 20}, RandomStream(4), chains);
  } else {  // a ladder of one level has the step ε whatever σ
    for (std::size_t i = 0; i < ladder.size(); ++i)
      annealed_langevin({target, {ladder[i]}, 0.02, 20}, RandomStream(4).role("level", i), chains);
  }
  const Points negative = -chains.x;
  return verify::estimate_check("", 0.3270, fraction_above(negative.data(), n, 0), 4, 5e-4, "").verdict;
}

TEST(WrongSamplingMethods, AStepThatDoesNotFollowTheNoiseIsSeen) {
  EXPECT_EQ(annealing_verdict(true), Verdict::pass);
  EXPECT_EQ(annealing_verdict(false), Verdict::fail);
}

Verdict weight_verdict(bool before) {
  constexpr Index n = 1 << 15, steps = 10;
  std::vector<std::shared_ptr<const Target>> path;
  for (Index k = 0; k <= steps; ++k) path.push_back(normal_target(1 / (1 + 0.3 * static_cast<double>(k))));
  const auto move = [](Index level, Points& x) {
    x = normals(10 + static_cast<std::uint64_t>(level), x.rows(),
                1 / std::sqrt(1 + 0.3 * static_cast<double>(level)));
  };
  Points start = normals(5, n);
  if (!before) {
    // The move of level k first: the ratio of levels k and k − 1 then stands at a point of level k.
    path.insert(path.begin(), path.front());
    const WeightedSample wrong = annealed_importance(path, start, [&](Index level, const Target&, Points& x) {
      if (level <= steps) move(level, x);
    });
    return verify::estimate_check("", 0.5, wrong.mean_weight(), 4, 0, "").verdict;
  }
  const WeightedSample right =
      annealed_importance(path, start, [&](Index level, const Target&, Points& x) { move(level, x); });
  return verify::estimate_check("", 0.5, right.mean_weight(), 4, 0, "").verdict;
}

TEST(WrongSamplingMethods, WeightsAfterTheMoveAreSeen) {
  EXPECT_EQ(weight_verdict(true), Verdict::pass);
  EXPECT_EQ(weight_verdict(false), Verdict::fail);
}

class Attracting final : public PairKernel {
 public:
  double value(const double* x, const double* y, Index d, double* gradient_x) const override {
    const double k = GaussianPair(2).value(x, y, d, gradient_x);
    for (Index j = 0; j < d; ++j) gradient_x[j] = -gradient_x[j];
    return k;
  }
};

Verdict rest_verdict(const PairKernel& kernel) {
  Points x(2, 1);
  x << -0.4, 0.9;
  for (int n = 0; n < 4000; ++n) x += 0.1 * svgd_direction(-x, x, kernel);
  return verify::judge(std::sqrt(0.5 * std::log(3.0)), x(1, 0), 1e-9);
}

TEST(WrongSamplingMethods, ARepulsionWithTheWrongSignIsSeen) {
  EXPECT_EQ(rest_verdict(GaussianPair(2)), Verdict::pass);
  EXPECT_EQ(rest_verdict(Attracting()), Verdict::fail);
}

Verdict level_verdict(SteinBootstrap bootstrap) {
  double rejected = 0;
  constexpr int replicas = 200;
  for (std::uint64_t r = 0; r < replicas; ++r) {
    const Points x = normals(100 + r, 96);
    rejected += stein_test(stein_kernel(x, -x, x, -x, 1), bootstrap, 99, RandomStream(r, 1)).p_value <= 0.05;
  }
  return verify::judge(0.05, rejected / replicas, 0.04);
}

TEST(WrongSamplingMethods, TheOrdinaryBootstrapIsSeen) {
  EXPECT_EQ(level_verdict(SteinBootstrap::wild), Verdict::pass);
  EXPECT_EQ(level_verdict(SteinBootstrap::ordinary), Verdict::fail);
}

TEST(WrongSamplingMethods, AnAutocorrelationTimeWithoutItsTwoIsSeen) {
  constexpr Index n = 1 << 18;
  Eigen::ArrayXd x = normals(6, n).col(0);
  for (Index i = 1; i < n; ++i) x(i) += 0.9 * x(i - 1);
  const double time = correlated_mean(x.data(), n).autocorrelation_time;
  EXPECT_EQ(verify::judge(19, time, 0.12 * 19), Verdict::pass);
  EXPECT_EQ(verify::judge(19, 0.5 * (1 + time), 0.12 * 19), Verdict::fail);  // 1 + Σ ρ
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
