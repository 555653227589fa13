// Annealing, correctors, weights: against laws that are known without sampling.

#include <gtest/gtest.h>

#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/sampling/annealing/anneal_target.hpp"
#include "kolmo/sampling/annealing/annealed_langevin.hpp"
#include "kolmo/sampling/annealing/frozen_coefficients.hpp"
#include "kolmo/sampling/annealing/importance.hpp"
#include "under_test.hpp"

namespace kolmo::sampling {
namespace {

/// ⅕ N(−5, 1) + ⅘ N(5, 1), blurred.
std::shared_ptr<const Target> unequal_wells(double sigma) {
  return target_of(std::make_shared<density::GaussianMixture>(
      density::mixture_1d(Eigen::Array2d(0.2, 0.8), Eigen::Array2d(-5, 5), Eigen::Array2d(1, 1))
          .blurred(Eigen::VectorXd::Zero(1), 1, sigma * sigma)));
}

double annealed_share(Index levels, Index steps) {
  const AnnealingPlan plan{unequal_wells, noise_ladder(LadderSpacing::geometric, 20, 0.5, levels), 0.02,
                           steps};
  return annealed_law(
             plan, [](double x) { return normal_density(x, 0, 20); }, 20, 5)
      .probability_below(0);
}

TEST(Annealing, ReachesTheWeightsOfTheWells) {
  EXPECT_NEAR(annealed_share(5, 20), 0.3270, 5e-4);
  EXPECT_NEAR(annealed_share(5, 100), 0.2395, 5e-4);
  EXPECT_NEAR(annealed_share(20, 20), 0.2274, 5e-4);
  EXPECT_NEAR(annealed_share(20, 100), 0.2069, 5e-4);
}

TEST(Annealing, PlainUlaDoesNot) {
  KernelSettings settings;
  settings.step = 0.1;
  const auto target = unequal_wells(0);  // from N(0, 1)
  const LineNodes nodes{15, 0.15};
  const LineKernel one(kernel("ula"), *target, settings, nodes);
  LineLaw law = line_law(nodes, [](double x) { return normal_density(x); });
  for (int n = 0; n < 2000; ++n) law = one.advance(law);
  EXPECT_NEAR(law.probability_below(0), 0.4409, 5e-4);
}

TEST(Annealing, RefusesALevelThatIsUnstable) {
  EXPECT_THROW(annealed_step(0.5, 20, 0.5), InvalidArgument);
  EXPECT_NEAR(annealed_step(0.02, 20, 0.5), 32, 1e-12);
}

TEST(Annealing, LaddersEndWhereTheyShould) {
  for (const auto spacing :
       {LadderSpacing::geometric, LadderSpacing::linear, LadderSpacing::quadratic, LadderSpacing::cosine}) {
    const std::vector<double> ladder = noise_ladder(spacing, 20, 0.5, 7);
    EXPECT_NEAR(ladder.front(), 20, 1e-12);
    EXPECT_EQ(ladder.back(), 0.5);
    EXPECT_TRUE(std::is_sorted(ladder.rbegin(), ladder.rend()));
  }
  Points data(3, 2);
  data << 0, 0, 3, 4, 1, 1;
  EXPECT_NEAR(noise_ladder(data, 0.1).front(), 5, 1e-12);
  EXPECT_THROW(noise_ladder(data, 6), InvalidArgument);
}

TEST(Correctors, InflateTheVarianceByTheSquareOfTheRatio) {
  constexpr Index n = 65536;
  const auto target = normal_target(2);
  const RandomStream stream(3);
  Points x(n, 1), particle(n, 1);
  stream.role("start").normals(0, 0, x);
  particle = x;
  // Deviation of the variance from 2.5 halves about every step: (1 − h/2)² of it stays with h = 8r²/v.
  for (std::uint32_t k = 0; k < 60; ++k) {
    snr_corrector(*target, 0.5, SnrNorm::ensemble, stream, k, x);
    snr_corrector(*target, 0.5, SnrNorm::particle, stream.role("other"), k, particle);
  }
  EXPECT_NEAR(x.square().mean() / 2, 1.25, 5 * 1.25 * std::sqrt(2.0 / n));
  EXPECT_FALSE(std::abs(particle.square().mean() / 2 - 1.25) < 0.5) << "per-particle norms are ruinous";
}

/// K equal steps in precision from N(0, 1) to N(0, variance).
std::vector<std::shared_ptr<const Target>> gaussian_path(double variance, Index steps) {
  std::vector<std::shared_ptr<const Target>> path;
  for (Index k = 0; k <= steps; ++k)
    path.push_back(
        normal_target(1 / (1 + (1 / variance - 1) * static_cast<double>(k) / static_cast<double>(steps))));
  return path;
}

double second_moment_ratio(double variance, Index steps) {
  return gaussian_weight_moment(variance, steps, 2) / std::pow(gaussian_weight_moment(variance, steps, 1), 2);
}

TEST(Importance, HasItsMomentsOnGaussians) {
  EXPECT_NEAR(second_moment_ratio(0.25, 1), 1.511858, 5e-7);
  EXPECT_NEAR(second_moment_ratio(0.25, 10), 1.099683, 5e-7);
  EXPECT_NEAR(second_moment_ratio(0.25, 100), 1.011105, 5e-7);
  for (const Index steps : {1, 2, 3}) EXPECT_TRUE(std::isinf(second_moment_ratio(4, steps)));
  EXPECT_NEAR(second_moment_ratio(4, 10), 1.149534, 5e-7);
}

WeightedSample gaussian_sample(Index steps, const AnnealedMove& move) {
  constexpr Index n = 1 << 17;
  Points x(n, 1);
  RandomStream(5).role("start").normals(0, 0, x);
  return annealed_importance(gaussian_path(0.25, steps), x, move);
}

AnnealedMove exact_move(Index steps) {
  return [steps](Index level, const Target&, Points& x) {
    const double precision = 1 + 3 * static_cast<double>(level) / static_cast<double>(steps);
    RandomStream(5).role("moves").normals(0, static_cast<std::uint32_t>(level), x);
    x /= std::sqrt(precision);
  };
}

TEST(Importance, WeightsOfExactMovesHaveThem) {
  const WeightedSample sample = gaussian_sample(10, exact_move(10));
  const Estimate weight = sample.mean_weight();
  EXPECT_NEAR(weight.value, 0.5, 5 * weight.standard_error);
  const auto n = static_cast<double>(sample.x.rows());
  // E w²/(E w)² − 1 = 0.0997 is known to √(8/n) of itself where w is near to log-normal.
  EXPECT_NEAR(n / sample.effective_size(), 1.099683, 5 * 0.0997 * std::sqrt(8 / n));
  EXPECT_NEAR(sample.log_ratio_of_constants(), std::log(weight.value), 1e-13);
  WeightedSample far = sample;  // where the weights themselves are no numbers any more
  far.log_weights += 800;
  EXPECT_NEAR(far.log_ratio_of_constants(), 800 + std::log(weight.value), 1e-11);
}

TEST(Importance, UlaInsideBiasesThem) {
  const WeightedSample sample = gaussian_sample(10, [](Index level, const Target& target, Points& x) {
    Chains chains(x);
    KernelSettings settings;
    settings.step = 0.2;
    run_chains({target, kernel("ula"), settings, 20,
                RandomStream(6).role("level", static_cast<std::uint64_t>(level))},
               chains);
    x = chains.x;
  });
  const Estimate weight = sample.mean_weight();
  EXPECT_GT(std::abs(weight.value - 0.5), 20 * weight.standard_error);
}

TEST(FrozenCoefficients, HaveTheirVariance) {
  const process::VariancePreserving process(0.1, 20, 1, 1);
  const double beta = 0.1 + 19.9 * 0.5, clock = 0.1 * 0.4 + 0.5 * 19.9 * 0.16;
  const FrozenVariance found = frozen_variance(process, 0.5, 0.25, 0.4);
  EXPECT_NEAR(found.exact, 1 - 0.75 * std::exp(-clock), 1e-12);
  EXPECT_NEAR(found.frozen, 1 - 0.75 * std::exp(-beta * 0.4), 1e-12);
  EXPECT_NEAR(variance_with_constant_coefficients(1e-12, 3, 2, 5), 17, 1e-9);
}

// Two modes ten deviations apart, in any unit: each has its weight, and its own variance within the accuracy.
TEST(AnnealTarget, DrawsFromBothModesInAnyUnit) {
  for (const double unit : {1.0, 1e-9}) {
    const AnnealedSamplePlan plan{
        .target = std::make_shared<density::GaussianMixture>(density::mixture_1d(
            Eigen::Array2d(0.3, 0.7), unit * Eigen::Array2d(-5, 5), unit * Eigen::Array2d(1, 1))),
        .chains = 2,
        .draws = 4000,
        .levels = 12,
        .steps = 100,
        .accuracy = 0.1,
        .stream = RandomStream(5)};
    const Eigen::ArrayXd x = anneal_target(plan).coordinates[0].reshaped() / unit;
    const Eigen::Array<bool, Eigen::Dynamic, 1> left = x < 0;
    const double count = static_cast<double>(left.count());
    const double share = count / 8000;
    EXPECT_NEAR(share, 0.3, 4 * std::sqrt(0.21 / 8000) + 0.02)
        << unit;  // and what the ladder of 12 levels leaves
    const double variance = left.select((x + 5).square(), 0).mean() / share;
    EXPECT_NEAR(variance, 1, 4 * std::sqrt(2 / count) + 0.1) << unit;
  }
}

}  // namespace
}  // namespace kolmo::sampling
