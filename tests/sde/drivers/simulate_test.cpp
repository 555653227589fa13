#include "kolmo/sde/drivers/simulate.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "sde/drivers/ensemble_moments.hpp"
#include "sde/drivers/simulations.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

using test::same_bits;
using test::Threads;
using test::two_intervals;

TEST(Simulate, GivesTheSameBitsForEveryNumberOfThreads) {
  const test::Ornstein plane(2), line(1);
  for (const SdeScheme* scheme : schemes()) {
    const test::Ornstein& process = scheme->can_step(plane) ? plane : line;
    if (!scheme->can_step(process)) continue;
    const Points start = Points::Constant(5003, process.dimension(), 1.0);
    for (int levels : {1, 3}) {
      const Simulation simulation{process, *scheme, two_intervals, 5003, RandomStream(5, 1), levels};
      const Threads one(1);
      const Snapshots expected = simulate_snapshots(simulation, start);
      for (int count : {2, 3, 7}) {
        const Threads many(count);
        const Snapshots observed = simulate_snapshots(simulation, start);
        for (std::size_t s = 0; s < expected.size(); ++s) {
          for (std::size_t l = 0; l < expected[s].size(); ++l) {
            EXPECT_TRUE(same_bits(expected[s][l], observed[s][l])) << scheme->claim().name << " " << count;
          }
        }
      }
    }
  }
}

TEST(Simulate, GivesAParticleTheSamePathInALargerEnsemble) {
  const test::Ornstein process;
  const SdeScheme& heun = scheme("drift_heun");
  const Points start = Points::Constant(3000, 1, 1.0);
  const Points few = simulate_snapshots({process, heun, two_intervals, 1100, RandomStream(5, 1)},
                                        Points(start.topRows(1100)))
                         .back()[0];
  const Points many =
      simulate_snapshots({process, heun, two_intervals, 3000, RandomStream(5, 1)}, start).back()[0];
  EXPECT_TRUE(same_bits(few, many.topRows(1100)));
}

TEST(Simulate, GivesAParticleTheSamePathInALargerEnsembleOnStateDependentNoise) {
  const test::StateNoise process;
  const Points start = Points::Constant(3000, 1, 1.0);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process)) continue;
    const Points few = simulate_snapshots({process, *scheme, two_intervals, 1100, RandomStream(5, 1), 2},
                                          Points(start.topRows(1100)))
                           .back()[1];
    const Points many =
        simulate_snapshots({process, *scheme, two_intervals, 3000, RandomStream(5, 1), 3}, start).back()[1];
    EXPECT_TRUE(same_bits(few, many.topRows(1100))) << scheme->claim().name;
  }
}

// In pieces that begin within a block, with a start, paths and numbers of their own.
TEST(Simulate, GivesParticlesFromAnyFirstOneOnThePathsOfTheWholeEnsemble) {
  const test::StateNoise process;
  const density::GaussianMixture law = density::gaussian_1d(0.5, 0.2);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process)) continue;
    Simulation simulation{process, *scheme, two_intervals, 3000, RandomStream(5, 1), 2};
    const Snapshots whole = simulate_snapshots(simulation, law);
    const Points start = whole[0][0].middleRows(1104, 1896);
    simulation.first_particle = 1104;
    simulation.particles = 1896;
    const Snapshots sampled = simulate_snapshots(simulation, law),
                    given = simulate_snapshots(simulation, start);
    for (std::size_t s = 0; s < whole.size(); ++s) {
      for (std::size_t l = 0; l < 2; ++l) {
        EXPECT_TRUE(same_bits(sampled[s][l], whole[s][l].middleRows(1104, 1896))) << scheme->claim().name;
        EXPECT_TRUE(same_bits(given[s][l], sampled[s][l])) << scheme->claim().name;
      }
    }
  }
}

TEST(Simulate, TakesTheSameFinestPathsWhateverTheNumberOfLevels) {
  const test::Periodic process;
  const Points start = Points::Constant(1500, 1, 1.0);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process)) continue;
    const Points one =
        simulate_snapshots({process, *scheme, two_intervals, 1500, RandomStream(5, 1), 1}, start).back()[0];
    const Points three =
        simulate_snapshots({process, *scheme, two_intervals, 1500, RandomStream(5, 1), 3}, start).back()[0];
    EXPECT_TRUE(same_bits(one, three)) << scheme->claim().name;
  }
}

// f = 0: X_T = X_0 + Σ √v_n z_n with the global step number n, on every level, whatever the variances v_n
// are.
TEST(Simulate, SumsTheStreamsNormalsOfTheGlobalStepsOnEveryLevel) {
  const test::Martingale process;
  const Index particles = 1040;
  const RandomStream stream(7, 2), noise = noise_of(stream);
  Points expected = Points::Constant(particles, 1, 0.25);
  const auto add = [&](double begin, double end, Index steps, std::uint32_t first_step) {
    const double h = (end - begin) / static_cast<double>(steps);
    Points z(particles, 1);
    for (Index k = 0; k < steps; ++k) {
      const double t = begin + static_cast<double>(k) * h;
      noise.normals(0, first_step + static_cast<std::uint32_t>(k), z);
      expected += std::sqrt(process.noise_variance(t, t + h)) * z;
    }
  };
  add(0.0, 0.4, 8, 0);
  add(0.4, 1.0, 12, 8);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process)) continue;
    if (scheme->path_detail(process) != PathDetail::increment) continue;  // see WienerIncrements
    if (scheme->quadrature_nodes() > 0) continue;                         // rounds its normals
    const Snapshots snapshots = simulate_snapshots({process, *scheme, two_intervals, particles, stream, 3},
                                                   Points(Points::Constant(particles, 1, 0.25)));
    for (int level = 0; level < 3; ++level) {
      EXPECT_LT((snapshots.back()[static_cast<std::size_t>(level)] - expected).abs().maxCoeff(), 1e-13);
    }
  }
}

// x₀ of ½N(−2, 0.1²) + ½N(2, 0.1²), one step of Brownian motion: Var X₁ = 4.01 + 1. With one stream for start
// and noise, however it is used: as a stream of the caller's own, sampled from the density, or by the driver.
// Numbers shared between the two gave 5.48. E X₁⁴ = 16 + 24·1.01 + 3·1.01² = 43.3, so that X₁² has the
// variance 18.2; 6 standard errors.
TEST(Simulate, GivesItsStartAndItsNoiseNumbersOfTheirOwn) {
  const auto law =
      density::mixture_1d(Eigen::Array2d(0.5, 0.5), Eigen::Array2d(-2, 2), Eigen::Array2d(0.1, 0.1));
  const process::Brownian process(1, 1);
  const Index n = 1'000'000;
  for (const RandomStream& stream : {RandomStream(1, 1), RandomStream(1, 1).role("noise")}) {
    const Simulation simulation{process, scheme("euler_maruyama"), {{0, 1}, {1}}, n, stream};
    const Points sampled = density::sample(law, stream, n);
    const Points ends[] = {simulate_snapshots(simulation, sampled).back()[0],
                           simulate_snapshots(simulation, law).back()[0]};
    for (const Points& x : ends) {
      const double variance = (x - x.mean()).square().mean();
      EXPECT_NEAR(variance, 5.01, 6 * std::sqrt(18.2 / static_cast<double>(n)));
    }
  }
}

// V = ½x², T = 1, h = ½ from 0: x₁ = ¾ z₁, x₂ = ½ x₁ + ¾ z₂ and what is observed adds ½ times a number of its
// own, so that E x̄(½) x̄(1) = ½·0.75² = 0.28125. An observation that shares z₂ adds ½·0.75. The product has a
// variance below 1: 6 standard errors.
TEST(Simulate, GivesPostprocessorsNumbersOfTheirOwn) {
  const process::OverdampedLangevin process(
      std::make_shared<density::QuadraticPotential>(1.0, Eigen::VectorXd::Zero(1)), 1);
  const Index n = 1'000'000;
  for (const std::uint32_t purpose : {1U, 2U, (1U << 30) - 1}) {
    const Simulation simulation{
        process, scheme("leimkuhler_matthews"), {{0, 0.5, 1}, {1, 1}}, n, RandomStream(1, purpose)};
    const Snapshots x = simulate_snapshots(simulation, Points::Zero(n, 1));
    EXPECT_NEAR((x[1][0] * x[2][0]).mean(), 0.28125, 6 / std::sqrt(static_cast<double>(n))) << purpose;
  }
}

// The schedule is the simulation's own, and a start may be any expression of points.
TEST(Simulate, HoldsItsScheduleAndTakesExpressions) {
  const process::Brownian process(1, 2);
  const auto made = [&] {
    const Schedule schedule{{0, 1}, {4}};
    return Simulation{process, scheme("euler_maruyama"), schedule, 100, RandomStream(1)};
  };
  const Points zeros = Points::Zero(100, 2);
  const Points expected = simulate_snapshots(made(), zeros).back()[0];
  EXPECT_TRUE(test::same_bits(expected, simulate_snapshots(made(), Points::Zero(100, 2)).back()[0]));
  EXPECT_TRUE(test::same_bits(expected, simulate_snapshots(made(), 0.0 * zeros).back()[0]));
  Index seen = 0;
  simulate(made(), Points::Zero(100, 2), [&](Index, int, Index, const ConstBlock& x) { seen += x.rows(); });
  EXPECT_EQ(seen, 200);
}

// At h = ½ the stationary variance is 1/(1 − h/2) = 4/3 where the exact process has 1: 149 standard errors
// apart.
TEST(Simulate, GivesEulersOwnMeanAndVarianceOnOrnsteinUhlenbeck) {
  for (double h : {0.5, 0.1}) {
    for (Index steps : {Index{2}, Index{60}}) {
      for (const verify::Check& check : test::ensemble_moments(scheme("euler_maruyama"), h, steps)) {
        EXPECT_TRUE(verify::test::passes(check));
      }
    }
  }
  EXPECT_NEAR(test::euler_variance(0.5, 60), 1 / (1 - 0.5 / 2), 1e-12);
}

TEST(Simulate, ShowsEverySnapshotOfEveryBlockAndLevelOnce) {
  const test::Ornstein process(3);
  const Index particles = 2 * block_rows + 17;
  std::atomic<Index> rows_seen = 0;
  std::atomic<bool> start_is_kept = true;
  const SimulationCounts counts = simulate(
      {process, scheme("drift_heun"), two_intervals, particles, RandomStream(1, 1), 2},
      [](Index first, Block out) {
        for (Index i = 0; i < out.rows(); ++i) out.row(i) = static_cast<double>(first + i);
      },
      [&](Index snapshot, int, Index first, const ConstBlock& x) {
        rows_seen += x.rows();
        if (snapshot == 0 && x(3, 2) != static_cast<double>(first + 3)) start_is_kept = false;
      });
  EXPECT_EQ(rows_seen, 3 * 2 * particles);
  EXPECT_TRUE(start_is_kept);
  EXPECT_EQ(counts.steps, 20);
  EXPECT_EQ(counts.particle_steps, 30 * particles);
  EXPECT_EQ(counts.drift_evaluations, 60 * particles);
}

}  // namespace
}  // namespace kolmo::sde
