// Classical mistakes in diffusion samplers, each seen by a check of sampler_orders that passes the right one.

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "kolmo/measure/ode/sampler_orders.hpp"
#include "kolmo/ode/samplers/sampler_tables.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using ode::Prediction;
using ode::SamplerEntry;
using verify::Verdict;

/// What orders_plan and grids_plan make of it.
verify::JudgedOrder order(const SamplerEntry& sampler, double claimed, const char* rule = "lambda",
                          double from = 1,
                          const ode::SamplerOptions& options = {ode::SamplerStart::single_step}) {
  return verify::judge(measure::trajectory_study("order", sampler, measure::two_wells(from),
                                                 ode::find_grid_rule(rule), options, 160, 640, claimed, 0.15),
                       "order");
}

TEST(WrongSamplers, HalfOfTheSecondDifferenceIsSeen) {
  const SamplerEntry& right = ode::find_sampler("dpmpp_3m");
  EXPECT_EQ(order(right, 3).check.verdict, Verdict::pass);
  const auto wrong =
      order(ode::multistep_sampler(right.claim, {Prediction::denoised, 3, ode::half_curvature_weights}), 3);
  EXPECT_EQ(wrong.check.verdict, Verdict::fail);
  EXPECT_NEAR(wrong.fit.order, 2, 0.2);
}

TEST(WrongSamplers, AnEvaluationAtTheWrongTimeIsSeen) {
  const SamplerEntry& right = ode::find_sampler("dpm_2");
  EXPECT_EQ(order(right, 2).check.verdict, Verdict::pass);
  ode::SingleStepTable table = ode::dpm_2_table(Prediction::noise);
  table.stages[0].evaluated_at = 0.25;
  const auto wrong = order(ode::single_step_sampler(right.claim, table), 2);
  EXPECT_EQ(wrong.check.verdict, Verdict::fail);
  EXPECT_NEAR(wrong.fit.order, 1, 0.2);
}

TEST(WrongSamplers, WeightsOfConstantStepsAreSeenOnUnevenOnes) {
  const SamplerEntry& right = ode::find_sampler("exponential_adams_2");
  const SamplerEntry wrong = ode::multistep_sampler(
      right.claim, {Prediction::noise, 2, [](double z, const std::vector<double>& nodes) {
                      return ode::adams_weights(z, nodes.size() == 1 ? nodes : std::vector<double>{0, -1});
                    }});
  EXPECT_EQ(order(wrong, 2).check.verdict, Verdict::pass) << "nobody sees it on even steps";
  EXPECT_EQ(order(right, 2, "zigzag").check.verdict, Verdict::pass);
  EXPECT_EQ(order(wrong, 2, "zigzag").check.verdict, Verdict::fail);
}

TEST(WrongSamplers, ALastStepThatDropsAnOrderIsSeen) {
  const SamplerEntry& adams = ode::find_sampler("exponential_adams_3");
  EXPECT_EQ(order(adams, 3, "lambda", 0.3).check.verdict, Verdict::pass);
  EXPECT_EQ(order(adams, 3, "lambda", 0.3, {ode::SamplerStart::single_step, true}).check.verdict,
            Verdict::fail);
}

TEST(WrongSamplers, ASecondEvaluationIsCounted) {
  const SamplerEntry& right = ode::find_sampler("unipc_2");
  SamplerEntry wrong = right;
  // Evaluates the corrected place too, as a program that forgets that it need not.
  wrong.program = [right](const ode::SamplingGrid& grid, const ode::SamplerOptions& options) {
    ode::SamplingProgram program = right.program(grid, options);
    for (std::size_t n = 0; n + 2 < program.steps.size(); ++n) {
      program.steps[n].push_back({.evaluates = true, .node = grid.nodes[n + 1], .forget = 1});
    }
    return program;
  };
  EXPECT_EQ(measure::counted_evaluations(right, 20, true), 19 + 1);
  EXPECT_EQ(measure::counted_evaluations(wrong, 20, true), 19 + 1 + 18);
}

verify::Verdict weak(const SamplerEntry& sampler, const std::shared_ptr<const process::Process>& process,
                     double from, double to, double claimed) {
  const auto clock = std::make_shared<const ode::LogSnrClock>(process, to, from);
  return verify::judge(measure::variance_study("weak", sampler, clock, 0.25, 128, 1024, claimed, 0.05),
                       "weak")
      .check.verdict;
}

TEST(WrongSamplers, TheWrongNoiseOfChurnIsSeen) {
  const auto process = std::make_shared<process::VarianceExploding>(0.01, 50.0, 1.0, 1);
  const double from = process->clock_inverse(100), to = process->clock_inverse(0.0025);
  const SamplerEntry& right = ode::find_sampler("edm_stochastic");
  EXPECT_EQ(weak(right, process, from, to, 2), Verdict::pass);
  const SamplerEntry wrong = ode::edm_sampler(
      right.claim,
      {.churn = 10, .added = [](double sigma, double sigma_hat) { return std::sqrt(sigma_hat - sigma); }});
  EXPECT_EQ(weak(wrong, process, from, to, 2), Verdict::fail);
}

TEST(WrongSamplers, AncestralNoiseWithoutThePosteriorsFactorIsSeen) {
  const auto process = std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 1);
  const SamplerEntry& right = ode::find_sampler("ancestral");
  EXPECT_EQ(weak(right, process, 1, 0.05, 1), Verdict::pass);
  const SamplerEntry wrong = ode::eta_sampler(
      right.claim, 1, [](const ode::ClockNode&, const ode::ClockNode& to) { return to.sigma * to.sigma; });
  EXPECT_EQ(weak(wrong, process, 1, 0.05, 1), Verdict::fail);
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
