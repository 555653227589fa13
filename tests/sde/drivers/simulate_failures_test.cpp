// Arguments that a simulation refuses, and failures that it names.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/noise/diagonal_noise.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "sde/drivers/simulations.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

using test::Threads;
using test::two_intervals;

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
  Simulation part{process, euler, two_intervals, 10, noise};
  for (const Index first : {Index{-16}, Index{8}, Index{1} << 33}) {
    part.first_particle = first;
    EXPECT_THROW(simulate(part, start, [](Index, int, Index, const ConstBlock&) {}), InvalidArgument)
        << first;
  }
  EXPECT_THROW(simulate({test::Ornstein(2), euler, two_intervals, 10, noise, 1}, start,
                        [](Index, int, Index, const ConstBlock&) {}),
               InvalidArgument);
}

TEST(Simulate, RefusesEmptyFunctions) {
  const test::Ornstein process;
  const Simulation simulation{process, scheme("euler_maruyama"), two_intervals, 10, RandomStream(1)};
  EXPECT_THROW(simulate(simulation, Initial(), [](Index, int, Index, const ConstBlock&) {}), InvalidArgument);
  EXPECT_THROW(simulate(simulation, Points::Zero(10, 1), Observer()), InvalidArgument);
}

/// dX = −X dt + √2 dW with one Brownian motion for all coordinates, as scalar noise cannot be.
class OneForAll final : public test::Ornstein {
 public:
  OneForAll() : Ornstein(3) {}
  Index noise_dimension() const override { return 1; }
};

TEST(Simulate, RefusesScalarNoiseWithAnotherNumberOfBrownianMotions) {
  const OneForAll process;
  for (const char* name : {"euler_maruyama", "sra1", "dri1", "ri6"}) {
    for (const int levels : {1, 2}) {
      const Simulation simulation{process, scheme(name), {{0.0, 1.0}, {4}}, 16, RandomStream(1), levels};
      try {
        simulate_snapshots(simulation, Points::Zero(16, 3));
        ADD_FAILURE() << name;
      } catch (const InvalidArgument& error) {
        EXPECT_NE(std::string(error.what()).find("noise_dimension of process 'ornstein' = 1"),
                  std::string::npos)
            << error.what();
      }
    }
  }
}

/// dX_j = −X_j dt + (1 + ½ sin X_j) dW_j and nothing that a scheme without derivatives needs not.
class Sparse final : public process::DiagonalNoise {
 public:
  std::string name() const override { return "sparse"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override { out = -x; }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = 1 + 0.5 * std::sin(x(i, 0));
  }
};

// Without derivatives milstein and the Stratonovich schemes say no, and say it before a step; all others run.
TEST(Simulate, AsksAProcessOnlyForWhatItsSchemeNeeds) {
  const Sparse process;
  EXPECT_FALSE(scheme("milstein").can_step(process));
  EXPECT_FALSE(scheme("stochastic_heun").can_step(process));
  EXPECT_FALSE(scheme("drift_implicit_euler").can_step(process));
  int ran = 0;
  for (const SdeScheme* each : schemes()) {
    if (!each->can_step(process)) continue;
    EXPECT_NO_THROW(
        simulate_snapshots({process, *each, {{0.0, 1.0}, {4}}, 16, RandomStream(1), 2}, Points::Zero(16, 1)))
        << each->claim().name;
    ++ran;
  }
  EXPECT_GE(ran, 5);
}

TEST(Simulate, RefusesNoiseThatTheSchemeDoesNotAccept) {
  const test::UndefinedNoise process;
  EXPECT_THROW(simulate_snapshots({process, scheme("drift_heun"), two_intervals, 4, RandomStream(1, 1)},
                                  Points(Points::Zero(4, 1))),
               InvalidArgument);
}

TEST(Simulate, RefusesADimensionThatTheSchemeDoesNotAccept) {
  const test::Ornstein plane(2);
  EXPECT_THROW(simulate_snapshots({plane, scheme("platen"), two_intervals, 4, RandomStream(1, 1)},
                                  Points(Points::Zero(4, 2))),
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
