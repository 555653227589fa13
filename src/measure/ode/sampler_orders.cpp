#include "kolmo/measure/ode/sampler_orders.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/measure/ode/gaussian_sampling.hpp"
#include "kolmo/measure/ode/step_ladder.hpp"
#include "kolmo/ode/samplers/counting_score.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::measure {
namespace {

verify::OrderStudy sampler_study(const std::string& name, const ode::SamplerEntry& sampler, double claimed,
                                 double slack) {
  verify::OrderStudy study;
  study.name = name;
  study.claimed = claimed;
  study.source = sampler.claim.source;
  study.scheme = sampler.claim.name;
  study.h_long_name = "mean step of the clock lambda";
  study.options.slack = slack;
  study.options.largest_half_width = widest_sampler_order;
  study.work_long_name = "evaluations of the score";
  return study;
}

/// `steps` steps of λ as long as 2^{2u − 1}, u uniform, in proportion.
ode::SamplingGrid random_grid(const std::shared_ptr<const ode::LogSnrClock>& clock, Index steps,
                              std::uint64_t mesh) {
  Points u(steps, 1);
  RandomStream(1).role("random grid", static_cast<std::uint64_t>(steps)).role("mesh", mesh).uniforms(0, 0, u);
  std::vector<double> places = {0};
  for (Index k = 0; k < steps; ++k) places.push_back(places.back() + std::exp2(2 * u(k, 0) - 1));
  const double from = clock->at(clock->t_max()).lambda, to = clock->at(clock->t_min()).lambda;
  ode::SamplingGrid grid{clock, {clock->at(clock->t_max())}};
  for (std::size_t k = 1; k + 1 < places.size(); ++k) {
    grid.nodes.push_back(clock->at_lambda(from + (to - from) * places[k] / places.back()));
  }
  grid.nodes.push_back(clock->at(clock->t_min()));
  return grid;
}

}  // namespace

std::shared_ptr<const ode::LogSnrClock> SamplerProblem::clock() const {
  return std::make_shared<const ode::LogSnrClock>(process, to, from);
}

Points SamplerProblem::places(double t) const {
  const density::GaussianMixture law = process::marginal(*process, data, t);
  Points x(starts, 1);
  for (Index i = 0; i < starts; ++i) {
    x(i, 0) = law.quantile((static_cast<double>(i) + 0.5) / static_cast<double>(starts));
  }
  return x;
}

SamplerProblem two_wells(double from) {
  return {std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 1),
          density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-2, 2), Eigen::Array2d(0.5, 0.5)),
          from, 0.05};
}

double trajectory_error(const ode::SamplerEntry& sampler, const SamplerProblem& problem,
                        const ode::SamplingGrid& grid, const ode::SamplerOptions& options) {
  const process::MarginalScore score(problem.process, problem.data);
  Points x = problem.places(grid.nodes.front().t);
  const Points exact = problem.places(grid.nodes.back().t);
  ode::sample(sampler, grid, score, RandomStream(1), x, options);
  const Eigen::ArrayXd squares = (x - exact).square().col(0);
  return std::sqrt(sum(squares.data(), squares.size()) / static_cast<double>(squares.size()));
}

double counted_evaluations(const ode::SamplerEntry& sampler, Index steps, bool to_data) {
  const SamplerProblem problem = two_wells(1);
  const process::MarginalScore score(problem.process, problem.data);
  const ode::CountingScore counting(score);
  Points x = problem.places(1);
  ode::sample(sampler, ode::sampling_grid(problem.clock(), ode::find_grid_rule("karras"), steps, to_data),
              counting, RandomStream(1), x);
  return static_cast<double>(counting.places()) / static_cast<double>(x.rows());
}

verify::OrderStudy trajectory_study(const std::string& name, const ode::SamplerEntry& sampler,
                                    const std::shared_ptr<const ode::LogSnrClock>& clock,
                                    const SamplerError& error, const ode::GridRule& rule,
                                    const ode::SamplerOptions& options, Index coarsest, Index finest,
                                    double claimed, double slack) {
  verify::OrderStudy study = sampler_study(name, sampler, claimed, slack);
  study.long_name = "root mean square error of trajectories";
  for (const Index steps : step_ladder(coarsest, finest)) {
    const ode::SamplingGrid grid = ode::sampling_grid(clock, rule, steps);
    study.add((grid.nodes.back().lambda - grid.nodes.front().lambda) / static_cast<double>(steps),
              error(grid));
    study.work.push_back(static_cast<double>(sampler.program(grid, options).evaluations()));
  }
  return study;
}

verify::OrderStudy trajectory_study(const std::string& name, const ode::SamplerEntry& sampler,
                                    const SamplerProblem& problem, const ode::GridRule& rule,
                                    const ode::SamplerOptions& options, Index coarsest, Index finest,
                                    double claimed, double slack) {
  const auto error = [&](const ode::SamplingGrid& grid) {
    return trajectory_error(sampler, problem, grid, options);
  };
  return trajectory_study(name, sampler, problem.clock(), error, rule, options, coarsest, finest, claimed,
                          slack);
}

verify::OrderStudy random_grid_study(const std::string& name, const ode::SamplerEntry& sampler,
                                     const SamplerProblem& problem, const ode::SamplerOptions& options,
                                     Index coarsest, Index finest, double claimed, double slack) {
  verify::OrderStudy study = sampler_study(name, sampler, claimed, slack);
  study.long_name = "root mean square error of trajectories on random steps";
  study.h_long_name = "largest step of the clock lambda";
  study.options.curvature = false;
  const auto clock = problem.clock();
  constexpr std::uint64_t meshes = 8;
  for (const Index steps : step_ladder(coarsest, finest, 4)) {
    double largest = 0, squares = 0, evaluations = 0;
    for (std::uint64_t mesh = 0; mesh < meshes; ++mesh) {
      const ode::SamplingGrid grid = random_grid(clock, steps, mesh);
      double step = 0;
      for (std::size_t k = 1; k < grid.nodes.size(); ++k) {
        step = std::max(step, grid.nodes[k].lambda - grid.nodes[k - 1].lambda);
      }
      const double error = trajectory_error(sampler, problem, grid, options);
      largest += step / static_cast<double>(meshes);
      squares += error * error / static_cast<double>(meshes);
      evaluations = static_cast<double>(sampler.program(grid, options).evaluations());
    }
    study.add(largest, std::sqrt(squares));
    study.work.push_back(evaluations);
  }
  return study;
}

verify::OrderStudy variance_study(const std::string& name, const ode::SamplerEntry& sampler,
                                  std::shared_ptr<const ode::LogSnrClock> clock, double data_variance,
                                  Index coarsest, Index finest, double claimed, double slack) {
  verify::OrderStudy study = sampler_study(name, sampler, claimed, slack);
  study.long_name = "error of the variance, by the recursion of Gaussian moments";
  for (const Index steps : step_ladder(coarsest, finest)) {
    const ode::SamplingGrid grid = ode::sampling_grid(clock, ode::find_grid_rule("lambda"), steps);
    study.add((grid.nodes.back().lambda - grid.nodes.front().lambda) / static_cast<double>(steps),
              std::abs(sampled_variance(sampler, grid, data_variance) -
                       exact_variance(grid.nodes.back(), data_variance)));
  }
  return study;
}

}  // namespace kolmo::measure
