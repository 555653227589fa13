// What is known of samplers on Gaussian data: the last step to the data, churn, the eta-family.

#include <cmath>
#include <string>

#include "kolmo/measure/ode/gaussian_sampling.hpp"
#include "kolmo/measure/ode/sampler_orders.hpp"
#include "kolmo/ode/samplers/sampler_tables.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "sampler_orders/parts.hpp"

namespace kolmo::sampler_orders {
namespace {

using ode::SamplerEntry;

constexpr double data_variance = 0.25, sigma_first = 10, sigma_last = 0.05;

/// Steps of the recursions of variances: the same at every scale.
constexpr Index coarsest = 128, finest = 2048;

/// sigma from 10 to 0.05 of the variance-exploding process, whose alpha is 1.
std::shared_ptr<const ode::LogSnrClock> exploding_clock() {
  const auto process = std::make_shared<process::VarianceExploding>(0.01, 50.0, 1.0, 1);
  return std::make_shared<const ode::LogSnrClock>(process, process->clock_inverse(sigma_last * sigma_last),
                                                  process->clock_inverse(sigma_first * sigma_first));
}

std::shared_ptr<const ode::LogSnrClock> preserving_clock() {
  return std::make_shared<const ode::LogSnrClock>(
      std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 1), 0.05, 1.0);
}

double bias(const SamplerEntry& sampler, Index steps, bool to_data) {
  const auto grid = ode::sampling_grid(exploding_clock(), ode::find_grid_rule("lambda"), steps, to_data);
  return measure::sampled_variance(sampler, grid, data_variance) -
         measure::exact_variance(grid.nodes.back(), data_variance);
}

SamplerEntry churned(double noise) {
  return ode::edm_sampler(ode::find_sampler("edm_stochastic").claim, {.churn = 10, .noise = noise});
}

void write_bias(const std::string& name, const SamplerEntry& sampler, bool to_data,
                const std::vector<Index>& numbers, const std::string& what, io::Group& part) {
  io::Group& group = part.group(name);
  Eigen::ArrayXd steps(static_cast<Index>(numbers.size())), values(steps.size());
  for (Index i = 0; i < steps.size(); ++i) {
    steps[i] = static_cast<double>(numbers[static_cast<std::size_t>(i)]);
    values[i] = std::abs(bias(sampler, numbers[static_cast<std::size_t>(i)], to_data));
  }
  group.scale("steps", steps, {"steps of the sampler", "1"});
  group.variable("bias", {"steps"}, values, {what, "1"});
}

/// Samples of η = 0 are those of DDIM.
verify::Check eta_zero_check() {
  const measure::SamplerProblem problem = measure::two_wells(1);
  const process::MarginalScore score(problem.process, problem.data);
  const auto grid = ode::sampling_grid(problem.clock(), ode::find_grid_rule("karras"), 40);
  Points x = problem.places(1), y = x;
  const SamplerEntry none = ode::eta_sampler(ode::find_sampler("ancestral").claim, 0);
  ode::sample(none, grid, score, RandomStream(1), x);
  ode::sample(ode::find_sampler("ddim"), grid, score, RandomStream(1), y);
  return verify::value_check(0, (x - y).abs().maxCoeff(), 1e-12, "Song, Meng and Ermon (2021), eq. 16",
                             "largest difference after 40 steps");
}

}  // namespace

frame::Plan step_to_data_plan() {
  frame::Plan plan{
      "The step to the data",
      "Data N(0, 1/4), VE, from sigma = 10 to m = 0.05 and then to 0: the variance is s^4/(s^2 + m^2) "
      "however many the steps."};
  plan.in_parallel = true;
  const double m2 = sigma_last * sigma_last;
  const double expected = -m2 * data_variance / (m2 + data_variance);
  for (const char* name : {"dpm_2", "dpm_3", "edm_heun"}) {
    // Order 2 or more: 1024 steps leave less than 1e-5 beside it.
    plan.checks.push_back({std::string("bias_") + name, [=] {
                             return verify::value_check(
                                 expected, bias(ode::find_sampler(name), 1024, true), 1e-5,
                                 "-m^2 s^2/(m^2 + s^2)",
                                 "error of the variance after 1024 steps, the last to sigma = 0");
                           }});
  }
  plan.tables.push_back([](io::Group& part) {
    write_bias("edm_heun", ode::find_sampler("edm_heun"), true, {8, 16, 32, 64, 128, 256, 512, 1024},
               "size of the bias of the variance", part);
  });
  return plan;
}

frame::Plan stochastic_plan(const Sizes&) {
  frame::Plan plan{
      "Samplers that add noise",
      "Data N(0, 1/4): weak orders by the recursion of Gaussian moments, without sampling. EDM with churn "
      "from sigma = 10 to 0.05 (VE), where gamma stands at its cap below 24 steps; ancestral sampling and "
      "eta = 1/2 from t = 1 to 0.05 (VP)."};
  plan.in_parallel = true;
  const auto add = [&](const SamplerEntry& sampler, auto clock) {
    const std::string name = "weak_" + sampler.claim.name;
    const double claimed = sampler.claim.order(Sense::weak, Context::additive).value();
    plan.studies.push_back({name, [=] {
                              return measure::variance_study(name, sampler, clock(), data_variance, coarsest,
                                                             finest, claimed, 0.05);
                            }});
  };
  for (const SamplerEntry& sampler : ode::samplers()) {
    if (!sampler.claim.order(Sense::weak, Context::additive)) continue;
    if (sampler.claim.name == "edm_stochastic")
      add(sampler, exploding_clock);
    else
      add(sampler, preserving_clock);
  }
  plan.checks.push_back({"eta_0_is_ddim", eta_zero_check});
  // Noise of 1.003 for 1 adds (1.003² − 1) of every step's added variance, which the flow then shrinks.
  plan.checks.push_back(
      {"bias_of_noise_1.003", [] {
         const double coarse = bias(churned(1.003), 1024, false), fine = bias(churned(1.003), 2048, false);
         return verify::value_check(1.5e-3, fine, 2e-4 + std::abs(fine - coarse),
                                    "Gaussian moments by another program, to two digits",
                                    "error of the variance that stays however many the steps");
       }});
  plan.tables.push_back([](io::Group& part) {
    write_bias("churn", churned(1), false, {4, 6, 8, 12, 16, 20, 24, 28, 32, 48, 64, 128, 256},
               "size of the bias of the variance", part);
    write_bias("churn_noise_1.003", churned(1.003), false, {8, 16, 32, 64, 128, 256, 512, 1024},
               "size of the bias of the variance", part);
  });
  return plan;
}

}  // namespace kolmo::sampler_orders
