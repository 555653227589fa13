#include "transport/entropic/sinkhorn_checks.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::transport {

void check_plan(const SinkhornPlan& plan) {
  require(plan.epsilon > 0 && std::isfinite(plan.epsilon), "epsilon", plan.epsilon, "must be finite and > 0");
  require(plan.iterations >= 1, "iterations", static_cast<double>(plan.iterations), "must be at least 1");
  require(plan.tolerance > 0 && plan.tolerance < 1, "tolerance", plan.tolerance, "must be within (0, 1)");
  require(plan.reduction > 0 && plan.reduction <= 1, "reduction of epsilon", plan.reduction,
          "must be within (0, 1]");
}

Eigen::ArrayXd checked_weights(const Eigen::ArrayXd& weights, Index wanted, const std::string& name) {
  if (weights.size() != wanted)
    throw InvalidArgument("weights " + name + ": " + number_text(weights.size()) + " of them for " +
                          number_text(wanted) + " places: must be one a place");
  for (Index i = 0; i < weights.size(); ++i)
    if (!(weights(i) >= 0) || !std::isfinite(weights(i)))
      throw InvalidArgument("weight " + name + "[" + number_text(i) + "] = " + number_text(weights(i)) +
                            ": must be finite and at least 0");
  const double mass = sum(weights.data(), weights.size());
  if (!(std::abs(mass - 1) <= 1e-6))
    throw InvalidArgument("sum of the weights " + name + " = " + number_text(mass) +
                          ": must be 1, and is off by " + number_text(mass - 1) +
                          " (divide by the sum where that is meant)");
  return weights / mass;
}

Eigen::ArrayXd equal_weights(Index n) {
  require(n >= 1, "points", static_cast<double>(n), "must be at least 1 on either side");
  return Eigen::ArrayXd::Constant(n, 1 / static_cast<double>(n));
}

double epsilon_in_costs(const SinkhornPlan& plan, double mean_cost) {
  return plan.unit == EpsilonUnit::cost || !(mean_cost > 0) ? plan.epsilon : plan.epsilon * mean_cost;
}

std::vector<double> epsilons(const SinkhornPlan& plan, double mean_cost) {
  const double wanted = epsilon_in_costs(plan, mean_cost);
  std::vector<double> stages;
  if (plan.reduction < 1)
    for (double epsilon = mean_cost; epsilon > wanted; epsilon *= plan.reduction) stages.push_back(epsilon);
  stages.push_back(wanted);
  return stages;
}

}  // namespace kolmo::transport
