#pragma once
// A mixture under the variance-preserving process, whose flow keeps quantiles.

#include <cmath>
#include <memory>

#include "kolmo/ode/samplers/sampler.hpp"
#include "kolmo/process/marginal.hpp"
#include "kolmo/process/variance_preserving.hpp"

namespace kolmo::ode::test {

struct SamplerProblem {
  std::shared_ptr<const process::VariancePreserving> process =
      std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 1);
  density::GaussianMixture data =
      density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-2, 2), Eigen::Array2d(0.5, 0.5));
  process::MarginalScore score{process, data};
  double from = 0.3, to = 0.05;

  std::shared_ptr<const LogSnrClock> clock() const {
    return std::make_shared<const LogSnrClock>(process, to, from);
  }
  Points quantiles(double t, Index n) const {
    const density::GaussianMixture law = process::marginal(*process, data, t);
    Points x(n, 1);
    for (Index i = 0; i < n; ++i)
      x(i, 0) = law.quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n));
    return x;
  }
  /// Root mean square distance from the flow's places at `to`.
  double error(const SamplerEntry& sampler, const char* rule, Index steps,
               const SamplerOptions& options) const {
    Points x = quantiles(from, 50);
    sample(sampler, sampling_grid(clock(), find_grid_rule(rule), steps), score, RandomStream(1), x, options);
    return std::sqrt((x - quantiles(to, 50)).square().mean());
  }
};

}  // namespace kolmo::ode::test
