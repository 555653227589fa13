// The law that a sampler leaves, found with stratified noise.

#include "kolmo/measure/ode/sampled_law.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/measure/ode/gaussian_sampling.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::measure {
namespace {

SamplerProblem gaussian_problem(Index starts) {
  SamplerProblem problem = two_wells(1);
  problem.data = density::mixture_1d(Eigen::Array<double, 1, 1>(1.0), Eigen::Array<double, 1, 1>(0.0),
                                     Eigen::Array<double, 1, 1>(0.5));
  problem.starts = starts;
  return problem;
}

TEST(QuantileDistance, SeesLawsAndNotTheOrderOfPlaces) {
  Points a(3, 1), b(3, 1);
  a << 1, 2, 4;
  b << 5, 2, 3;  // ascending 2, 3, 5: each 1 to the right
  EXPECT_NEAR(quantile_distance(a, b), 1, 1e-15);
  EXPECT_THROW(quantile_distance(a, b.topRows(2)), InvalidArgument);
}

// Both laws are normal: W2 = |√v − √v_exact|, v by the recursion of variances. 512 quantiles leave 2/512 of
// it in the tails.
TEST(SampledLaw, IsThatOfTheRecursionOfVariances) {
  const SamplerProblem problem = gaussian_problem(512);
  const process::MarginalScore score(problem.process, problem.data);
  const auto grid = ode::sampling_grid(problem.clock(), ode::find_grid_rule("lambda"), 10);
  const Points exact = problem.places(problem.to);
  for (const char* name : {"eta_half", "ancestral"}) {
    const ode::SamplerEntry& sampler = ode::find_sampler(name);
    const double expected = std::abs(std::sqrt(sampled_variance(sampler, grid, 0.25)) -
                                     std::sqrt(exact_variance(grid.nodes.back(), 0.25)));
    const double tolerance = 0.02 * expected + 2.0 / 512;
    const Points x = sampled_places(sampler, grid, score, RandomStream(1), problem.places(problem.from));
    EXPECT_NEAR(quantile_distance(x, exact), expected, tolerance) << name;
    // Independent noise of as many particles is not good enough: the check sees what the strata are for.
    Points plain = problem.places(problem.from);
    ode::sample(sampler, grid, score, RandomStream(1), plain);
    EXPECT_GT(std::abs(quantile_distance(plain, exact) - expected), tolerance) << name;
  }
}

TEST(SampledLaw, RefusesNumbersWithoutStrata) {
  const SamplerProblem problem = gaussian_problem(100);
  const process::MarginalScore score(problem.process, problem.data);
  const auto grid = ode::sampling_grid(problem.clock(), ode::find_grid_rule("lambda"), 4);
  EXPECT_THROW(
      sampled_places(ode::find_sampler("ancestral"), grid, score, RandomStream(1), problem.places(1)),
      InvalidArgument);
  EXPECT_NO_THROW(sampled_places(ode::find_sampler("ddim"), grid, score, RandomStream(1), problem.places(1)));
}

}  // namespace
}  // namespace kolmo::measure
