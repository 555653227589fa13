// Orders of the schemes for Langevin dynamics: of the law at a finite time, of the stationary law, of paths.

#include <gtest/gtest.h>

#include "kolmo/core/errors.hpp"
#include "kolmo/measure/sde/langevin_orders.hpp"
#include "kolmo/measure/sde/one_step_moments.hpp"
#include "kolmo/measure/sde/strong_order.hpp"
#include "sde/test_processes.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde::test {
namespace {

using namespace measure;
using verify::check_of;
using verify::test::passes;

/// Those made for Langevin dynamics alone.
std::vector<const SdeScheme*> schemes_for(const process::Process& process) {
  std::vector<const SdeScheme*> all;
  for (const SdeScheme* scheme : schemes()) {
    if (scheme->can_step(process) && !scheme->can_step(Periodic())) all.push_back(scheme);
  }
  EXPECT_FALSE(all.empty());
  return all;
}

/// Weak orders and moments of the schemes that claim a weak order up to 2, or more, and their stationary
/// ones.
void expect_laws(const CircleProblem& problem, const std::vector<Index>& steps, bool more = false) {
  const auto belongs = [more](const SdeScheme& scheme) {
    return (scheme.claim().order(Sense::weak, Context::additive).value_or(0) > 2) == more;
  };
  const Eigen::VectorXd exact = exact_expectation(problem);
  for (const SdeScheme* scheme : schemes_for(*problem.process)) {
    if (!belongs(*scheme)) continue;
    EXPECT_TRUE(passes(check_of(circle_weak_study(*scheme, problem, exact, steps), "weak")));
    EXPECT_TRUE(passes(one_step_moments(*scheme, *problem.process)));
  }
  for (const SdeScheme* scheme : schemes()) {
    if (!belongs(*scheme) || !scheme->can_step(*problem.process)) continue;
    if (!scheme->claim().order(Sense::stationary)) continue;
    EXPECT_TRUE(passes(check_of(circle_stationary_study(*scheme, problem, steps), "stationary")));
  }
}

TEST(LangevinOrders, OfOverdampedDynamicsAreAsClaimed) {
  expect_laws(overdamped_on_circle(), {16, 24, 32, 48, 64, 96, 128, 192, 256});
}

TEST(LangevinOrders, OfUnderdampedDynamicsAreAsClaimed) {
  expect_laws(underdamped_on_circle(), underdamped_steps(2));
  expect_laws(underdamped_on_circle(3), underdamped_steps(3), true);
}

TEST(LangevinOrders, OfUnderdampedPathsAreAsClaimed) {
  const CircleProblem problem = underdamped_on_circle();
  const PathProblem paths{*problem.process, Eigen::ArrayXd::Constant(2, 0.5)};
  StrongSettings settings;
  settings.finest_steps = 256;
  settings.refinement = 16;
  settings.particles = settings.judged_as = 512;
  const ReferencePaths reference = reference_paths(paths, settings);
  for (const SdeScheme* scheme : schemes_for(*problem.process)) {
    EXPECT_TRUE(passes(check_of(noiseless_study(*scheme, *problem.process), "deterministic")));
    if (!scheme->claim().order(Sense::strong, Context::additive)) continue;
    EXPECT_TRUE(passes(check_of(strong_study(*scheme, paths, reference, settings), "strong")));
  }
}

TEST(LangevinOrders, TheStationaryLawOfAHarmonicWellIsTheSchemesOwn) {
  for (const double h : {0.1, 0.5, 1.0, 1.5}) {
    for (const char* scheme : {"baoab", "obabo"}) {
      for (const Index coordinate : {0, 1}) EXPECT_TRUE(passes(harmonic_moment_check(scheme, h, coordinate)));
    }
  }
  for (const char* scheme : {"baoab", "obabo"}) EXPECT_TRUE(passes(harmonic_stability_check(scheme)));
  EXPECT_THROW(harmonic_moment_check("milstein", 0.5, 0), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::sde::test
