// Samplers: orders, exact counts, budgets, and what they refuse.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/measure/ode/gaussian_sampling.hpp"
#include "kolmo/ode/samplers/counting_score.hpp"
#include "kolmo/ode/samplers/parametrisation.hpp"
#include "kolmo/ode/samplers/sampler_tables.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "ode/sampler_problem.hpp"

namespace kolmo::ode {
namespace {

using test::SamplerProblem;

/// From t = 0.3, where a start of low order shows; 160 and 320 steps: the next power of h adds at most 0.05.
TEST(Samplers, have_the_order_they_claim) {
  const SamplerProblem problem;
  const SamplerOptions full{SamplerStart::single_step};
  for (const SamplerEntry& sampler : samplers()) {
    if (sampler.adds_noise) continue;
    const auto error = [&](Index steps) {
      return measure::trajectory_error(sampler, problem,
                                       sampling_grid(problem.clock(), find_grid_rule("lambda"), steps), full);
    };
    const double coarse = error(160), fine = error(320);
    EXPECT_NEAR(std::log2(coarse / fine), *sampler.claim.order(Sense::time), 0.1) << sampler.claim.name;
  }
}

TEST(Samplers, cost_what_they_say_exactly) {
  const SamplerProblem problem(1);
  for (const SamplerEntry& sampler : samplers()) {
    for (const bool to_data : {false, true}) {
      for (const Index steps : {1, 5, 20}) {
        const SamplingGrid grid = sampling_grid(problem.clock(), find_grid_rule("karras"), steps, to_data);
        const CountingScore counted(problem.score);
        Points x = problem.places(1);
        const SamplingReport report = sample(sampler, grid, counted, RandomStream(3), x);
        // A step to the data has one evaluation whatever the sampler.
        const auto each = static_cast<Index>(sampler.claim.evaluations_per_step);
        const Index expected = to_data ? each * (steps - 1) + 1 : each * steps;
        EXPECT_EQ(report.evaluations, expected) << sampler.claim.name << steps << to_data;
        EXPECT_EQ(counted.places(), 50 * expected) << sampler.claim.name;
      }
    }
  }
}

TEST(Samplers, take_the_largest_number_of_steps_that_a_budget_allows) {
  EXPECT_EQ(steps_within(find_sampler("ddim"), 15, false), 15);
  EXPECT_EQ(steps_within(find_sampler("dpm_2"), 15, false), 7);
  EXPECT_EQ(steps_within(find_sampler("dpm_3"), 50, false), 16);
  EXPECT_EQ(steps_within(find_sampler("edm_heun"), 15, true), 8);  // 2 n − 1
  EXPECT_EQ(steps_within(find_sampler("unipc_2"), 1000, true), 1000);
  // Two starting steps of three evaluations: N + 4.
  EXPECT_EQ(steps_within(find_sampler("dpmpp_3m"), 20, false, {SamplerStart::single_step}), 16);
  for (const SamplerEntry& sampler : samplers()) {
    EXPECT_THROW(steps_within(sampler, 0, true), InvalidArgument) << sampler.claim.name;
  }
  EXPECT_THROW(steps_within(find_sampler("dpm_3"), 2, false), InvalidArgument);
}

TEST(Samplers, of_eta_0_are_DDIM) {
  const SamplerProblem problem;
  const SamplerEntry none = eta_sampler(find_sampler("ancestral").claim, 0);
  EXPECT_FALSE(none.adds_noise);
  const SamplingGrid grid = sampling_grid(problem.clock(), find_grid_rule("lambda"), 20);
  Points x = problem.places(0.3), y = x;
  sample(none, grid, problem.score, RandomStream(1), x);
  sample(find_sampler("ddim"), grid, problem.score, RandomStream(1), y);
  EXPECT_LE((x - y).abs().maxCoeff(), 1e-13);
}

// Data N(0, ¼): a step from σ = m to the data multiplies x by s²/(s² + m²).
TEST(Samplers, step_to_the_data_by_its_mean) {
  const auto process = std::make_shared<process::VarianceExploding>(0.01, 50.0, 1.0, 1);
  const process::MarginalScore score(process, density::gaussian_1d(0, 0.5));
  const double t = process->clock_inverse(0.0025);
  const auto clock = std::make_shared<const LogSnrClock>(process, t, 1.0);
  for (const SamplerEntry& sampler : samplers()) {
    if (sampler.claim.name == "edm_stochastic") continue;  // adds its noise before the step
    Points x = Points::Constant(1, 1, 0.7);
    sample(sampler, given_grid(clock, {t, 0}), score, RandomStream(1), x);
    EXPECT_NEAR(x(0, 0), 0.7 * 0.25 / 0.2525, 1e-14) << sampler.claim.name;
  }
}

// Data N(0, ¼): the variance that the recursion of Gaussian moments gives, to the digit that 10⁵ samples
// show; that recursion has the claimed order.
TEST(Samplers, with_noise_are_what_their_programs_say) {
  const auto process = std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 1);
  const process::MarginalScore score(process, density::gaussian_1d(0, 0.5));
  const auto clock = std::make_shared<const LogSnrClock>(process, 0.01, 1.0);
  const density::GaussianMixture start = process::marginal(*process, score.mixture(), 1.0);
  for (const SamplerEntry& sampler : samplers()) {
    if (!sampler.adds_noise) continue;
    const SamplingGrid grid = sampling_grid(clock, find_grid_rule("lambda"), 30);
    Points x(100'000, 1);
    start.sample(RandomStream(7), 0, x);
    sample(sampler, grid, score, RandomStream(8), x);
    const double variance = measure::sampled_variance(sampler, grid, 0.25);
    EXPECT_NEAR(x.mean(), 0, 5 * std::sqrt(variance / 1e5)) << sampler.claim.name;
    EXPECT_NEAR(x.square().mean() / variance, 1, 5 * std::sqrt(2e-5)) << sampler.claim.name;
  }
}

TEST(Samplers, with_noise_have_the_weak_order_they_claim) {
  const auto process = std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 1);
  const auto clock = std::make_shared<const LogSnrClock>(process, 0.05, 1.0);
  for (const SamplerEntry& sampler : samplers()) {
    if (!sampler.claim.order(Sense::weak, Context::additive)) continue;
    double errors[2];
    for (const int k : {0, 1}) {
      const SamplingGrid grid = sampling_grid(clock, find_grid_rule("lambda"), Index{1024} << k);
      errors[k] = std::abs(measure::sampled_variance(sampler, grid, 0.25) -
                           measure::exact_variance(grid.nodes.back(), 0.25));
    }
    EXPECT_NEAR(std::log2(errors[0] / errors[1]), *sampler.claim.order(Sense::weak, Context::additive), 0.05)
        << sampler.claim.name;
  }
}

TEST(Samplers, give_the_same_bits_for_every_number_of_threads) {
  const SamplerProblem problem;
  const SamplingGrid grid = sampling_grid(problem.clock(), find_grid_rule("time"), 4);
  const int before = threads();
  for (const char* name : {"unipc_2", "edm_stochastic"}) {
    Points one = Points::Random(3000, 1), many = one;
    set_threads(1);
    sample(find_sampler(name), grid, problem.score, RandomStream(2), one);
    set_threads(3);
    sample(find_sampler(name), grid, problem.score, RandomStream(2), many);
    EXPECT_TRUE((one == many).all()) << name;
  }
  set_threads(before);
}

std::string failure_of(const std::function<void()>& run) {
  try {
    run();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no failure";
}

TEST(Samplers, refuse_to_pass_t_min_and_name_what_is_not_finite) {
  const SamplerProblem problem;
  const auto clock = problem.clock();
  EXPECT_NE(failure_of([&] {
              given_grid(clock, {0.3, 0.04});
            }).find("0.04: must be finite and at least t_min = 0.05"),
            std::string::npos)
      << failure_of([&] {
           given_grid(clock, {0.3, 0.04});
         });
  EXPECT_THROW(given_grid(clock, {0.1, 0.2}), InvalidArgument);
  EXPECT_THROW(given_grid(clock, {0.1}), InvalidArgument);
  EXPECT_THROW(sampling_grid(clock, find_grid_rule("time"), 0), InvalidArgument);
  EXPECT_THROW(LogSnrClock(problem.process, 0, 1), InvalidArgument);
  EXPECT_THROW(clock->at_lambda(100), InvalidArgument);
  const auto broken = score_from_noise(clock, [](double t, const ConstBlock& x, Block out) {
    out = x;
    if (t < 0.22 && x.rows() > 40) out(40, 0) = std::numeric_limits<double>::quiet_NaN();
  });
  Points x = problem.places(0.3);
  const std::string message = failure_of([&] {
    sample(find_sampler("dpmpp_2m"), sampling_grid(clock, find_grid_rule("time"), 5), *broken,
           RandomStream(1), x);
  });
  EXPECT_NE(message.find("particle 40 at t = 0.15, sampler dpmpp_2m"), std::string::npos) << message;
  EXPECT_NE(message.find("raise t_min"), std::string::npos) << message;
  EXPECT_NE(failure_of([] { find_sampler("dpm"); }).find("ddim, dpm_2, dpm_3"), std::string::npos);
}

std::string row(const SamplerEntry& sampler) {
  const auto number = [](std::optional<double> value) {
    std::ostringstream out;
    if (value) out << *value;
    return value ? out.str() : "–";
  };
  const Claim& claim = sampler.claim;
  return "| `" + claim.name + "` | " + number(claim.order(Sense::time)) + " | " +
         number(claim.order(Sense::weak, Context::additive)) + " | " + number(claim.evaluations_per_step) +
         " | " + (claim.needs.empty() ? "–" : claim.needs) + " | " + claim.source + " |";
}

TEST(SamplersPage, holds_the_row_of_every_sampler) {
  std::ifstream file(KOLMO_SAMPLERS_PAGE);
  ASSERT_TRUE(file.good()) << KOLMO_SAMPLERS_PAGE;
  std::ostringstream page;
  page << file.rdbuf();
  for (const SamplerEntry& sampler : samplers()) {
    EXPECT_NE(page.str().find(row(sampler)), std::string::npos) << "docs/methods/samplers.md lacks\n"
                                                                << row(sampler);
  }
}

}  // namespace
}  // namespace kolmo::ode
