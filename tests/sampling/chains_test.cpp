// Chains by sampling: bits, statistics, adaptation, tempering, diagnostics.

#include <gtest/gtest.h>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/correlated_samples.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/density/gibbs_density.hpp"
#include "kolmo/sampling/chains/adapt_step.hpp"
#include "kolmo/sampling/chains/tempering.hpp"
#include "kolmo/sampling/diagnostics/convergence.hpp"
#include "under_test.hpp"

namespace kolmo::sampling {
namespace {

KernelSettings with_step(double h) {
  KernelSettings settings;
  settings.step = h;
  return settings;
}

TEST(Chains, HaveTheSameBitsOnAnyThreadsAndInTwoParts) {
  const auto target = normal_target(1, 2);
  for (const MarkovKernel* one : kernels()) {
    const auto run = [&](int count, Index first_part) {
      set_threads(count);
      Points start = Points::Constant(3000, 2, 0.3);
      Chains chains(start);
      draw_momenta(RandomStream(1), chains);
      for (const auto& [begin, steps] : {std::pair{Index{0}, first_part}, {first_part, 12 - first_part}}) {
        if (steps > 0)
          run_chains(
              {*target, *one, with_step(0.2), steps, RandomStream(7), static_cast<std::uint32_t>(begin)},
              chains);
      }
      set_threads(1);
      return chains.x;
    };
    const Points whole = run(1, 12);
    EXPECT_TRUE((whole == run(2, 12)).all()) << one->claim().name;
    EXPECT_TRUE((whole == run(1, 5)).all()) << one->claim().name;
    EXPECT_GT((whole - 0.3).abs().minCoeff(), 0.0)
        << one->claim().name << ": every chain has moved or been rejected";
  }
}

// A trajectory of exactly half a period turns x into −x: |x| never changes, and no average over a chain
// converges. Lengths that vary by a tenth mend that, and leave the law.
TEST(Chains, OfTrajectoriesThatVaryForgetWhereTheyBegan) {
  const Index chains = 4096;
  const auto square_of = [&](double jitter) {
    KernelSettings settings = with_step(std::numbers::pi / 64);
    settings.leapfrogs = 64;
    settings.jitter = jitter;
    Chains all(Points::Constant(chains, 1, 2.0));
    run_chains({*normal_target(), kernel("hmc"), settings, 60, RandomStream(11)}, all);
    return raw_moment(all.x.data(), chains, 2);
  };
  EXPECT_NEAR(square_of(0).value, 4, 0.1);  // leapfrog's period is longer by h²/24 ≈ 10⁻⁴ of itself
  const Estimate mended = square_of(0.3);
  EXPECT_NEAR(mended.value, 1, 4 * mended.standard_error);
}

TEST(Chains, RefuseAJitterThatIsNoShare) {
  KernelSettings settings = with_step(0.1);
  settings.jitter = 1;
  Chains chains(Points::Constant(2, 1, 0.0));
  EXPECT_THROW(run_chains({*normal_target(), kernel("hmc"), settings, 1, RandomStream(1)}, chains),
               InvalidArgument);
}

TEST(Chains, ScaleWithTheTargetBitForBit) {
  const double length = 0x1p-20;
  for (const char* name : {"ula", "mala", "hmc", "baoab"}) {
    const bool kinetic = name == std::string("hmc") || name == std::string("baoab");
    const auto run = [&](double scale) {
      Chains chains(Points::Constant(64, 1, 0.5 * scale));
      KernelSettings settings = with_step(0.25 * (kinetic ? scale : scale * scale));
      settings.friction = 1 / scale;
      run_chains({*normal_target(scale * scale), kernel(name), settings, 50, RandomStream(2)}, chains);
      return Points(chains.x / scale);
    };
    EXPECT_TRUE((run(1) == run(length)).all()) << name;
  }
}

TEST(Chains, UlaHasItsVarianceAndItsAutocorrelation) {
  constexpr Index n = 1000000;
  Chains chains(Points::Zero(1, 1));
  Eigen::ArrayXd x(n), square(n);
  run_chains({*normal_target(), kernel("ula"), with_step(0.1), n + 500, RandomStream(11)}, chains,
             [&](Index step, Index, const ChainView& chain) {
               if (step > 500) x(step - 501) = chain.x(0, 0);
             });
  square = x.square();
  const CorrelatedMean of_x = correlated_mean(x.data(), n), of_square = correlated_mean(square.data(), n);
  EXPECT_NEAR(of_square.value, 1 / 0.95, 4 * of_square.standard_error);
  EXPECT_NEAR(of_x.autocorrelation_time, 19, 0.12 * 19);
  EXPECT_NEAR(of_square.autocorrelation_time, 9.526, 0.12 * 9.526);
  // The same by the estimator of several chains: four quarters.
  const ChainDraws quarters = Eigen::Map<const Eigen::ArrayXXd>(square.data(), n / 4, 4);
  EXPECT_NEAR(static_cast<double>(n) / effective_sample_size(quarters), 9.526, 0.12 * 9.526);
}

TEST(Diagnostics, SeeChainsThatAreStuck) {
  ChainDraws draws(1000, 8);
  Points z(1000, 8);
  RandomStream(4).normals(0, 0, z.topRows(992));
  RandomStream(4).normals(992, 0, z.bottomRows(8));
  for (Index c = 0; c < 8; ++c) draws.col(c) = z.col(c) + (c < 4 ? -5 : 5);
  // B = 25·8/7 over W = 1; of the sixteen halves 25·16/15.
  EXPECT_NEAR(potential_scale_reduction(draws), 5.44, 0.05 + 5 * 5.4 / std::sqrt(2.0 * 8000));
  EXPECT_NEAR(split_r_hat(draws), std::sqrt(1 + 25.0 * 16 / 15), 0.25);
  // Normal scores of halves: mean √(2/π), variance 1 − 2/π.
  const double within = 1 - 2 / std::numbers::pi;
  EXPECT_NEAR(rank_r_hat(draws), std::sqrt(1 + (1 - within) * 16 / 15 / within), 0.05);
  EXPECT_FALSE(summarise(draws).resolved);
  EXPECT_THROW(standard_error_of_mean(draws), NumericalFailure);
  const ChainSummary mixed = summarise(z);
  EXPECT_TRUE(mixed.resolved);
  EXPECT_NEAR(mixed.r_hat, 1, 0.005);
  EXPECT_NEAR(mixed.ess_bulk, 8000, 1500);
  EXPECT_NEAR(mixed.mcse_mean, 1 / std::sqrt(8000.0), 0.1 / std::sqrt(8000.0));
}

TEST(Adaptation, MeetsTheAcceptanceAndStops) {
  for (const char* name : {"random_walk", "mala", "hmc"}) {
    const auto target = normal_target(9e-12, 3);  // a target in micrometres
    const auto start = [&] {
      Points x(256, 3);
      RandomStream(1).normals(0, 0, x);
      return Points(3e-6 * x);
    };
    Chains chains(start());
    const bool kinetic = name == std::string("hmc");
    ChainPlan plan{*target, kernel(name), with_step(kinetic ? 3e-6 : 9e-12), 20, RandomStream(5)};
    const double wanted = plan.kernel.best_acceptance();
    const AdaptedStep adapted = adapt_step(plan, chains, wanted, 60, 20, kinetic ? 4.5e-6 : 0);
    plan.settings = adapted.settings;
    plan.first_step = static_cast<std::uint32_t>(adapted.steps);
    plan.steps = 200;
    EXPECT_NEAR(mean_acceptance(plan, chains), wanted, 0.03) << name;
  }
  Chains chains(Points::Zero(16, 1));
  EXPECT_THROW(
      adapt_step({*normal_target(), kernel("ula"), with_step(0.1), 20, RandomStream(1)}, chains, 0.5, 10),
      InvalidArgument);
}

TEST(Tempering, FindsTheWeightsOfColdWells) {
  const auto well = std::make_shared<density::DoubleWell>(0.05);
  const double temperature = 0.1;
  const double right = density::GibbsDensity(well, temperature).probability_above(0);
  constexpr Index copies = 512, rounds = 400, kept = 300;
  Eigen::ArrayXXd share(kept, copies);
  const TemperingCounts counts =
      parallel_tempering({target_of(well, temperature),
                          {1, 0.5, 0.25, 0.1},
                          kernel("mala"),
                          with_step(0.02),
                          rounds,
                          5,
                          RandomStream(8)},
                         Points::Constant(copies, 1, -1.0), [&](Index round, const Points& x) {
                           if (round >= rounds - kept)
                             share.row(round - (rounds - kept)) = (x.col(0) > 0).cast<double>().transpose();
                         });
  EXPECT_GT(counts.round_trips, copies);
  EXPECT_GT(counts.swap_acceptance.minCoeff(), 0.2);
  const Eigen::ArrayXd means = share.colwise().mean();  // of independent copies
  const Estimate found = mean_estimate(means.data(), copies);
  EXPECT_NEAR(found.value, right, 4 * found.standard_error);
  EXPECT_LT(found.standard_error, 0.02);
}

}  // namespace
}  // namespace kolmo::sampling
