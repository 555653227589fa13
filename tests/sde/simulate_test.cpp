#include "kolmo/sde/simulate.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel.hpp"
#include "sde/ensemble_moments.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

const Schedule two_intervals{{0.0, 0.4, 1.0}, {8, 12}};

bool same_bits(const Points& a, const Points& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(double)) == 0;
}

/// Restores the number of threads.
struct Threads {
  explicit Threads(int count) { set_threads(count); }
  ~Threads() { set_threads(before); }
  int before = threads();
};

TEST(Simulate, GivesTheSameBitsForEveryNumberOfThreads) {
  const test::Ornstein process(2);
  const Points start = Points::Constant(5003, 2, 1.0);
  for (const SdeScheme* scheme : schemes()) {
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

TEST(Simulate, TakesTheSameFinestPathsWhateverTheNumberOfLevels) {
  const test::Periodic process;
  const Points start = Points::Constant(1500, 1, 1.0);
  for (const SdeScheme* scheme : schemes()) {
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
  const RandomStream noise(7, 2);
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
    const Snapshots snapshots = simulate_snapshots({process, *scheme, two_intervals, particles, noise, 3},
                                                   Points(Points::Constant(particles, 1, 0.25)));
    for (int level = 0; level < 3; ++level) {
      EXPECT_LT((snapshots.back()[static_cast<std::size_t>(level)] - expected).abs().maxCoeff(), 1e-13);
    }
  }
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

std::string failure(const Simulation& simulation, const Points& start) {
  try {
    simulate(simulation, start, [](Index, int, Index, const ConstBlock&) {});
  } catch (const NumericalFailure& error) {
    return error.what();
  }
  return "";
}

TEST(Simulate, NamesTheParticleThatLeavesTheFiniteNumbers) {
  const test::Cubic process;
  const Schedule schedule{{0.0, 2.0}, {100}};
  Points start = Points::Zero(4000, 1);
  start(2345, 0) = 100;  // h x² = 200: each step cubes it
  start(3456, 0) = 100;
  const Simulation simulation{process, scheme("euler_maruyama"), schedule, 4000, RandomStream(1, 1)};
  const std::string message = failure(simulation, start);
  for (const char* part :
       {"particle 2345", "euler_maruyama", "cubic", "t = 0.16", "smaller steps", "level 0"}) {
    EXPECT_NE(message.find(part), std::string::npos) << part << " in: " << message;
  }
  for (int count : {1, 2, 3}) {
    const Threads some(count);
    EXPECT_EQ(failure(simulation, start), message);
  }
}

TEST(Simulate, NamesTheParticleThatStartsOutsideTheFiniteNumbers) {
  const test::Ornstein process;
  Points start = Points::Zero(2000, 1);
  start(1999, 0) = std::numeric_limits<double>::quiet_NaN();
  const std::string message =
      failure({process, scheme("drift_heun"), two_intervals, 2000, RandomStream(1, 1)}, start);
  EXPECT_NE(message.find("particle 1999 starts"), std::string::npos) << message;
}

TEST(Simulate, RefusesArgumentsOutOfRange) {
  const test::Ornstein process;
  const SdeScheme& euler = scheme("euler_maruyama");
  const RandomStream noise(1, 1);
  const Points start = Points::Zero(10, 1);
  const auto run = [&](const Schedule& schedule, Index particles, int levels) {
    simulate({process, euler, schedule, particles, noise, levels}, start,
             [](Index, int, Index, const ConstBlock&) {});
  };
  EXPECT_NO_THROW(run(two_intervals, 10, 3));
  EXPECT_THROW(run(two_intervals, 10, 0), InvalidArgument);
  EXPECT_THROW(run(two_intervals, 10, 4), InvalidArgument);  // 12 steps are no multiple of 8
  EXPECT_THROW(run(two_intervals, 11, 1), InvalidArgument);  // ten points were given
  EXPECT_THROW(run({{0.0}, {}}, 10, 1), InvalidArgument);
  EXPECT_THROW(run({{0.0, 1.0}, {4, 4}}, 10, 1), InvalidArgument);
  EXPECT_THROW(run({{0.0, 0.0}, {4}}, 10, 1), InvalidArgument);
  EXPECT_THROW(run({{0.0, std::nan("")}, {4}}, 10, 1), InvalidArgument);
  EXPECT_THROW(run({{0.0, 1.0}, {0}}, 10, 1), InvalidArgument);
  EXPECT_THROW(run({{0.0, 1.0}, {Index{1} << 32}}, 10, 1), InvalidArgument);
  EXPECT_THROW(simulate({test::Ornstein(2), euler, two_intervals, 10, noise, 1}, start,
                        [](Index, int, Index, const ConstBlock&) {}),
               InvalidArgument);
}

TEST(Simulate, RefusesNoiseThatTheSchemeDoesNotAccept) {
  const test::DiagonalNoise process;
  EXPECT_THROW(simulate_snapshots({process, scheme("drift_heun"), two_intervals, 4, RandomStream(1, 1)},
                                  Points(Points::Zero(4, 1))),
               InvalidArgument);
}

TEST(Schemes, AreFoundByNameAndListedWhereTheNameIsUnknown) {
  for (const SdeScheme* listed : schemes()) EXPECT_EQ(&scheme(listed->claim().name), listed);
  try {
    scheme("heun");
    FAIL();
  } catch (const InvalidArgument& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("euler_maruyama, drift_heun"), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace kolmo::sde
