#pragma once
// What the parts that compare samplers at a budget of evaluations share.

#include <cstdint>
#include <vector>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/measure/ode/sampler_orders.hpp"
#include "kolmo/process/marginal.hpp"

namespace kolmo::sampler_orders {

/// As configured.
struct Budgets {
  std::vector<Index> evaluations;
  double t_min;
  Index particles;  ///< of samplers that add noise: a power of two
  std::uint64_t seed;
};

/// Data on the line under VP (β from 0.1 to 20) from t = 1 to t_min, with quantiles at both ends.
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
