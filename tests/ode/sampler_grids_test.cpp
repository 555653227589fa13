// The clock, the grids on it, and the border where parametrisations meet.

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "kolmo/core/errors.hpp"
#include "kolmo/ode/samplers/parametrisation.hpp"
#include "kolmo/ode/samplers/sampler.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/scheduled_diffusion.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "ode/sampler_problem.hpp"

namespace kolmo::ode {
namespace {

using test::SamplerProblem;

// A schedule that ends: places later than t_max are found as far as there are any.
TEST(LogSnrClock, steps_back_to_the_end_of_a_schedule_and_no_further) {
  using namespace process;
  for (const auto& [schedule, preserving, t_max] :
       {std::tuple{cosine_schedule(1), true, 0.98},
        std::tuple{polynomial_schedule(0.002, 80, 7, 1), false, 0.93}}) {
    const double end = schedule.last_time;
    const LogSnrClock clock(std::make_shared<ScheduledDiffusion>(schedule, preserving, 1), 1e-3, t_max);
    const double last = clock.at(end).lambda;
    EXPECT_NEAR(clock.at_lambda(last + 1e-3).t, end, 1e-2 * end);
    EXPECT_LT(clock.at_lambda(last + 1e-3).t, end);
    EXPECT_NEAR(clock.at(clock.at_lambda(last + 1e-3).t).lambda, last + 1e-3, 1e-9);
    EXPECT_THROW(clock.at_lambda(last - 1e-3), InvalidArgument);
  }
}

TEST(SamplingGrid, runs_from_the_first_time_to_the_last) {
  const SamplerProblem problem;
  const auto clock = problem.clock();
  for (const GridRule& rule : grid_rules()) {
    for (const bool to_data : {false, true}) {
      const SamplingGrid grid = sampling_grid(clock, rule, 7, to_data);
      EXPECT_EQ(grid.steps(), 7);
      EXPECT_EQ(grid.nodes.front().t, 0.3);
      EXPECT_EQ(grid.nodes[to_data ? 6 : 7].t, 0.05);
      for (std::size_t k = 1; k < grid.nodes.size(); ++k) {
        EXPECT_LT(grid.nodes[k].t, grid.nodes[k - 1].t) << rule.name;
        EXPECT_GT(grid.nodes[k].lambda, grid.nodes[k - 1].lambda) << rule.name;
      }
    }
  }
  const SamplingGrid karras = sampling_grid(clock, find_grid_rule("karras"), 2);
  const auto root = [](const ClockNode& node) { return std::pow(node.sigma / node.alpha, 1.0 / 7); };
  EXPECT_NEAR(root(karras.nodes[1]), 0.5 * (root(karras.nodes[0]) + root(karras.nodes[2])), 1e-13);
  const SamplingGrid zigzag = sampling_grid(clock, find_grid_rule("zigzag"), 4);
  const auto width = [&](std::size_t k) { return zigzag.nodes[k + 1].lambda - zigzag.nodes[k].lambda; };
  EXPECT_NEAR(width(1) / width(0), 3, 1e-11);
  EXPECT_NEAR(width(2) / width(1), 1.0 / 3, 1e-11);
}

TEST(LogSnrClock, is_inverted_to_rounding) {
  const auto vp = std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 1);
  const auto sub = std::make_shared<process::SubVariancePreserving>(0.1, 20.0, 1.0, 1);
  const auto ve = std::make_shared<process::VarianceExploding>(0.01, 50.0, 1.0, 1);
  for (const std::shared_ptr<const process::Process>& process :
       std::initializer_list<std::shared_ptr<const process::Process>>{vp, sub, ve}) {
    const LogSnrClock clock(process, 1e-4, 1);
    for (const double t : {1e-4, 0.01, 0.37, 1.0}) {
      EXPECT_NEAR(clock.at_lambda(clock.at(t).lambda).t / t, 1, 1e-13) << process->name();
    }
  }
  // VP: e^{−2λ} = e^B − 1.
  const LogSnrClock clock(vp, 1e-4, 1);
  EXPECT_NEAR(clock.at(0.5).lambda, -0.5 * std::log(std::expm1(0.05 + 0.125 * 19.9)), 1e-14);
}

// What a field predicts does not change a sampler, with a centre other than 0 too.
TEST(Parametrisations, meet_at_the_border) {
  const auto process = std::make_shared<process::OrnsteinUhlenbeck>(1.0, 0.7, 1.2, 1);
  const process::MarginalScore score(
      process,
      density::mixture_1d(Eigen::Array2d(0.4, 0.6), Eigen::Array2d(-1, 2), Eigen::Array2d(0.3, 0.5)));
  const auto clock = std::make_shared<const LogSnrClock>(process, 0.02, 2.0);
  const auto noise = score_from_noise(clock, [&](double t, const ConstBlock& x, Block out) {
    score.score(t, x, out);
    out *= -clock->at(t).sigma;
  });
  const auto denoised = score_from_denoised(clock, [&](double t, const ConstBlock& x, Block out) {
    const ClockNode node = clock->at(t);
    score.score(t, x, out);
    out = 0.7 + (x - 0.7 + node.sigma * node.sigma * out) / node.alpha;
  });
  for (const char* name : {"dpm_3", "dpmpp_3m", "unipc_2"}) {
    const SamplingGrid grid = sampling_grid(clock, find_grid_rule("log_time"), 30);
    const Points start = Eigen::ArrayXd::LinSpaced(9, -2, 3);
    Points x = start, y = start, z = start;
    sample(find_sampler(name), grid, score, RandomStream(1), x);
    sample(find_sampler(name), grid, *noise, RandomStream(1), y);
    sample(find_sampler(name), grid, *denoised, RandomStream(1), z);
    // Rounding of 30 steps, stretched by 1/σ ≤ 7 at each conversion.
    EXPECT_LE((x - y).abs().maxCoeff(), 1e-12) << name;
    EXPECT_LE((x - z).abs().maxCoeff(), 1e-12) << name;
  }
}

}  // namespace
}  // namespace kolmo::ode
