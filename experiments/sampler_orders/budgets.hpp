#pragma once
// What the parts that compare samplers at a budget of evaluations share.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/measure/ode/sampler_orders.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::sampler_orders {

/// A process that samplers run on.
struct NamedProcess {
  std::string name;
  std::function<std::shared_ptr<const process::Process>(Index dimension)> make;
  double t_max;  ///< where sampling begins: samplers with churn step back by up to log √2 in λ, so that it
                 ///< lies inside a schedule that ends
};

/// variance_preserving, sub_variance_preserving, quadratic, cosine, variance_exploding, polynomial.
const std::vector<NamedProcess>& named_processes();

/// As configured.
struct Budgets {
  NamedProcess process;
  std::vector<Index> evaluations;
  double t_min;
  Index particles;  ///< of samplers that add noise: a power of two
  std::uint64_t seed;
};

/// Data on the line under the process from t_max to t_min, with quantiles at both ends.
struct BudgetProblem {
  BudgetProblem(const density::GaussianMixture& data, const Budgets& budgets);
  RandomStream stream(std::uint64_t replicate) const { return RandomStream(seed).role("budgets", replicate); }

  std::shared_ptr<const ode::LogSnrClock> clock;
  std::shared_ptr<const process::MarginalScore> score;
  std::uint64_t seed;
  Points starts, ends;              ///< 200 quantiles: of samplers without noise
  Points noisy_starts, noisy_ends;  ///< budgets.particles quantiles
};

struct BudgetErrors {
  double trajectory;  ///< root mean square distance from the exact ends; NaN where the sampler adds noise
  double law;         ///< W2
  double spread;      ///< of law: W2 of two replicates over √2; 0 without noise
};

BudgetErrors errors_at(const ode::SamplerEntry& sampler, const ode::SamplingGrid& grid,
                       const BudgetProblem& problem);

}  // namespace kolmo::sampler_orders
