#include "sampler_orders/budgets.hpp"

#include <cmath>
#include <limits>

#include "kolmo/measure/ode/sampled_law.hpp"
#include "kolmo/process/equations/scheduled_diffusion.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"

namespace kolmo::sampler_orders {

const std::vector<NamedProcess>& named_processes() {
  using namespace process;
  const auto scheduled = [](ClockSchedule schedule, bool preserving) {
    return [=](Index d) { return std::make_shared<ScheduledDiffusion>(schedule, preserving, d); };
  };
  static const std::vector<NamedProcess> all = {
      {"variance_preserving", [](Index d) { return std::make_shared<VariancePreserving>(0.1, 20.0, 1.0, d); },
       1},
      {"sub_variance_preserving",
       [](Index d) { return std::make_shared<SubVariancePreserving>(0.1, 20.0, 1.0, d); }, 1},
      {"quadratic", scheduled(quadratic_schedule(0.1, 20.0, 1.0), true), 0.95},
      {"cosine", scheduled(cosine_schedule(1.0), true), 0.98},
      {"variance_exploding", [](Index d) { return std::make_shared<VarianceExploding>(0.01, 50.0, 1.0, d); },
       1},
      {"polynomial", scheduled(polynomial_schedule(0.002, 80.0, 7.0, 1.0), false), 0.93}};
  return all;
}

BudgetProblem::BudgetProblem(const density::GaussianMixture& data, const Budgets& budgets)
    : seed(budgets.seed) {
  const auto process = budgets.process.make(1);
  measure::SamplerProblem problem{process, data, budgets.process.t_max, budgets.t_min};
  clock = problem.clock();
  score = std::make_shared<process::MarginalScore>(process, data);
  starts = problem.places(problem.from);
  ends = problem.places(problem.to);
  problem.starts = budgets.particles;
  noisy_starts = problem.places(problem.from);
  noisy_ends = problem.places(problem.to);
}

BudgetErrors errors_at(const ode::SamplerEntry& sampler, const ode::SamplingGrid& grid,
                       const BudgetProblem& problem) {
  const auto run = [&](const Points& starts, std::uint64_t replicate) {
    return measure::sampled_places(sampler, grid, *problem.score, problem.stream(replicate), starts);
  };
  if (!sampler.adds_noise) {
    const Points x = run(problem.starts, 0);
    return {std::sqrt((x - problem.ends).square().mean()), measure::quantile_distance(x, problem.ends), 0};
  }
  const Points x = run(problem.noisy_starts, 0), y = run(problem.noisy_starts, 1);
  return {std::numeric_limits<double>::quiet_NaN(), measure::quantile_distance(x, problem.noisy_ends),
          measure::quantile_distance(x, y) / std::sqrt(2.0)};
}

}  // namespace kolmo::sampler_orders
