// Couplings: independent, optimal within batches, optimal.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "flow_matching/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/normal.hpp"

namespace kolmo::flow_matching {
namespace {

/// ∫ (Q(Φ(y)) − m − s y)² φ(y) dy by the trapezoidal rule on [−8, 8]: W2² between the source N(m, s²) and the
/// target.
double optimal_cost(const density::GaussianMixture& target) {
  constexpr int n = 2000;
  const double mean = target.mean()(0), deviation = std::sqrt(target.covariance()(0, 0));
  double sum = 0;
  for (int k = 0; k <= n; ++k) {
    const double y = -8 + 16.0 * k / n, density = std::exp(-0.5 * y * y) / std::sqrt(2 * std::numbers::pi);
    sum += std::pow(target.quantile(normal_cdf(y)) - mean - deviation * y, 2) * density * 16 / n;
  }
  return sum;
}

/// E |x₁ − x₀|² of the optimal coupling within batches of n, over all particles, batches being independent.
Estimate batch_cost(const Sampled& sampled, Index n) {
  const RandomStream stream = sampled.stream.role("coupling");
  const Points from = density::sample(source_of(sampled.target), stream.role("from"), sampled.particles);
  const Points to = density::sample(sampled.target, stream.role("to"), sampled.particles);
  std::vector<double> costs;
  for (Index first = 0; first + n <= sampled.particles; first += n) {
    std::vector<double> x(from.data() + first, from.data() + first + n),
        y(to.data() + first, to.data() + first + n);
    std::sort(x.begin(), x.end());
    std::sort(y.begin(), y.end());
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (y[i] - x[i]) * (y[i] - x[i]);
    costs.push_back(sum / static_cast<double>(n));
  }
  return raw_moment(costs.data(), static_cast<Index>(costs.size()), 1);
}

const std::vector<Index>& batches() {
  static const std::vector<Index> all{1, 4, 16, 64, 256};
  return all;
}

void write_costs(io::Group& part, const std::vector<Estimate>& costs, double optimal) {
  io::Group& group = part.group("cost_of_batches");
  std::vector<double> sizes, values, errors;
  for (std::size_t k = 0; k < batches().size(); ++k) {
    sizes.push_back(static_cast<double>(batches()[k]));
    values.push_back(costs[k].value);
    errors.push_back(costs[k].standard_error);
  }
  group.scale("batch", sizes, {"pairs in a batch", "1"});
  group.variable("cost", {"batch"}, values, {"mean squared distance of a pair", "1"});
  group.variable("cost_standard_error", {"batch"}, errors, {"standard error of the cost", "1"});
  group.variable("cost_exact", {"batch"}, std::vector<double>(sizes.size(), optimal),
                 {"squared Wasserstein distance", "1"});
}

}  // namespace

frame::Plan coupling_plan(const Sampled& sampled) {
  frame::Plan plan{"Couplings",
                   "Pairs of a Gaussian and the target, which has its mean and variance: independent, sorted "
                   "within batches of n, sorted. A "
                   "batch is optimal within itself, and "
                   "its cost is above W2^2."};
  const auto costs = frame::lazy([=] {
    std::vector<Estimate> all;
    for (const Index n : batches()) all.push_back(batch_cost(sampled, n));
    return all;
  });
  const auto optimal = frame::lazy([=] { return optimal_cost(sampled.target); });
  plan.checks.push_back({"independent", [=] {
                           return verify::estimate_check("", 2 * sampled.target.covariance()(0, 0),
                                                         costs->get()[0], sampled.z(), 0, "Var x0 + Var x1");
                         }});
  // What sorting within a batch adds falls with its size, and does not vanish.
  plan.checks.push_back({"batches_are_biased", [=] {
                           double above = 0;
                           for (std::size_t k = 0; k + 1 < batches().size(); ++k)
                             above += costs->get()[k].value > costs->get()[k + 1].value;
                           return verify::value_check(static_cast<double>(batches().size() - 1), above, 0,
                                                      "a batch sees itself alone",
                                                      "sizes whose cost is above that of the next");
                         }});
  plan.checks.push_back({"sixteen_large_batches", [=] {
                           const Index batch = sampled.particles / 16;
                           const Estimate all = batch_cost(sampled, batch);
                           // Batches of n/16: their bias is that of empirical laws, of order (1 + log n)/n
                           // for tails like these.
                           const double n = static_cast<double>(batch);
                           return verify::estimate_check(
                               "", optimal->get(), all, sampled.z(),
                               4 * sampled.target.covariance()(0, 0) * (1 + std::log(n)) / n,
                               "integral of (Q1 - Q0)^2");
                         }});
  plan.tables.push_back([=](io::Group& part) { write_costs(part, costs->get(), optimal->get()); });
  return plan;
}

}  // namespace kolmo::flow_matching
