// Arguments that adaptive steps refuse, and failures that they name.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "sde/drivers/adaptive_runs.hpp"
#include "sde/drivers/simulations.hpp"
#include "sde/matrix_processes.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

using test::Adaptive;
using test::hundredth;
using test::noise;
using test::run;
using test::Threads;

std::string failure(const AdaptiveSimulation& simulation, const Points& start) {
  try {
    run(simulation, start);
  } catch (const NumericalFailure& error) {
    return error.what();
  }
  return "";
}

TEST(SimulateAdaptive, NamesThePathThatCannotMeetTheTolerance) {
  const test::StateNoise process;
  const SdeScheme& scheme = sde::scheme("sri1w1");
  const AdaptiveSimulation simulation{process, scheme, {0.0, 1.0},
                                      2000,    noise,  {.absolute = {1e-9}, .relative = {0}, .depth = 6}};
  const std::string message = failure(simulation, Points::Constant(2000, 1, 0.3));
  for (const char* part : {"particle 0", "sri1w1", "state_noise", "t = 0", "0.015625", "depth", "2^6"}) {
    EXPECT_NE(message.find(part), std::string::npos) << part << " in: " << message;
  }
  const Threads two(2);
  EXPECT_EQ(failure(simulation, Points::Constant(2000, 1, 0.3)), message);
}

TEST(SimulateAdaptive, NamesThePathThatLeavesTheFiniteNumbers) {
  const test::Cubic process;
  Points start = Points::Zero(1500, 1);
  start(1200, 0) = 1e150;  // its drift overflows
  const std::string message =
      failure({process, sde::scheme("sra1"), {0.0, 1.0}, 1500, noise, hundredth}, start);
  EXPECT_NE(message.find("particle 1200 leaves the finite numbers"), std::string::npos) << message;
  start(1300, 0) = std::numeric_limits<double>::infinity();
  const std::string at_start =
      failure({process, sde::scheme("sra1"), {0.0, 1.0}, 1500, noise, hundredth}, start);
  EXPECT_NE(at_start.find("particle 1300 starts"), std::string::npos) << at_start;
}

// A step of ¼ from 30 leads to 5·10⁴ and further; the controller finds the 10⁻³ that follows x' = −x³.
TEST(SimulateAdaptive, FindsTheStepWhereALongOneDiverges) {
  const test::Cubic process;
  StepSizeOptions options = hundredth;
  options.first_step = 0.25;
  const Adaptive observed =
      run({process, sde::scheme("sra1"), {0.0, 2.0}, 100, noise, options}, Points::Constant(100, 1, 30.0));
  EXPECT_LT(observed.snapshots.back().abs().maxCoeff(), 5);
  EXPECT_GT(observed.counts.rejected, 100);
}

TEST(SimulateAdaptive, RefusesArgumentsOutOfRange) {
  const test::StateNoise process;
  const SdeScheme& scheme = sde::scheme("sri1w1");
  const auto with = [&](const StepSizeOptions& options, std::vector<double> times = {0.0, 1.0},
                        Index particles = 2) {
    run({process, scheme, times, particles, noise, options}, Points::Zero(2, 1));
  };
  EXPECT_NO_THROW(with({}));
  EXPECT_THROW(with({.absolute = {}}), InvalidArgument);
  EXPECT_THROW(with({.absolute = {1, 1}}), InvalidArgument);
  EXPECT_THROW(with({.absolute = {-1}}), InvalidArgument);
  EXPECT_THROW(with({.relative = {std::nan("")}}), InvalidArgument);
  EXPECT_THROW(with({.absolute = {0}, .relative = {0}}), InvalidArgument);
  EXPECT_THROW(with({.target = 0}), InvalidArgument);
  EXPECT_THROW(with({.target = 1}), InvalidArgument);
  EXPECT_THROW(with({.factor_smallest = 1}), InvalidArgument);
  EXPECT_THROW(with({.factor_largest = 1}), InvalidArgument);
  EXPECT_THROW(with({.first_step = -1}), InvalidArgument);
  EXPECT_THROW(with({.largest_step = 0}), InvalidArgument);
  EXPECT_THROW(with({.depth = 41}), InvalidArgument);
  EXPECT_THROW(with({}, {0.0}), InvalidArgument);
  EXPECT_THROW(with({}, {0.0, 0.0}), InvalidArgument);
  EXPECT_THROW(with({}, {0.0, 1.0}, 3), InvalidArgument);
  EXPECT_THROW(run({process, scheme, {0.0, 1.0}, 0, noise}, Points::Zero(0, 1)), InvalidArgument);
}

TEST(SimulateAdaptive, NamesTheSchemesThatEstimateTheirErrorWhereOneDoesNot) {
  const test::StateNoise process;
  for (const char* name : {"euler_maruyama", "platen", "sra1"}) {
    try {
      run({process, scheme(name), {0.0, 1.0}, 2, noise}, Points::Zero(2, 1));
      FAIL();
    } catch (const InvalidArgument& error) {
      EXPECT_NE(std::string(error.what()).find("sri1w1"), std::string::npos) << error.what();
    }
  }
}

TEST(SimulateAdaptive, SaysWhySeveralBrownianMotionsOfAMatrixAreRefused) {
  const test::GeneralNoise general;
  try {
    run({general, sde::scheme("milstein"), {0.0, 1.0}, 10, noise, hundredth}, Points::Constant(10, 2, 0.5));
    ADD_FAILURE() << "accepted";
  } catch (const InvalidArgument& error) {
    for (const char* part : {"general_noise", "several Brownian motions", "Lévy areas", "fixed steps"}) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << part << " in: " << error.what();
    }
  }
}

}  // namespace
}  // namespace kolmo::sde
