#include "kolmo/measure/ode/sampler_orders.hpp"

#include <cmath>
#include <utility>

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/measure/ode/gaussian_sampling.hpp"
#include "kolmo/measure/ode/step_ladder.hpp"
#include "kolmo/ode/samplers/counting_score.hpp"
#include "kolmo/process/marginal.hpp"
#include "kolmo/process/variance_preserving.hpp"

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
                                    const SamplerProblem& problem, const ode::GridRule& rule,
                                    const ode::SamplerOptions& options, Index coarsest, Index finest,
                                    double claimed, double slack) {
  verify::OrderStudy study = sampler_study(name, sampler, claimed, slack);
  study.long_name = "root mean square error of trajectories";
  const auto clock = problem.clock();
  for (const Index steps : step_ladder(coarsest, finest)) {
    const ode::SamplingGrid grid = ode::sampling_grid(clock, rule, steps);
    study.add((grid.nodes.back().lambda - grid.nodes.front().lambda) / static_cast<double>(steps),
              trajectory_error(sampler, problem, grid, options));
    study.work.push_back(static_cast<double>(sampler.program(grid, options).evaluations()));
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
