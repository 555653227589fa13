#include "kolmo/transport/exact/discrete.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "transport/exact/network_simplex.hpp"

namespace kolmo::transport {
namespace {

double checked_sum(const Eigen::ArrayXd& weights, Index wanted, const std::string& name) {
  if (weights.size() != wanted)
    throw InvalidArgument("weights " + name + ": " + number_text(weights.size()) + " of them for " +
                          number_text(wanted) + " points: must be one a point");
  for (Index i = 0; i < weights.size(); ++i)
    if (!(weights(i) >= 0) || !std::isfinite(weights(i)))
      throw InvalidArgument("weight " + name + "[" + number_text(i) + "] = " + number_text(weights(i)) +
                            ": must be finite and at least 0");
  const double total = sum(weights.data(), weights.size());
  require(total > 0, "sum of the weights " + name, total, "must be positive");
  return total;
}

/// Whole numbers with the sum 2⁶⁰ (or the given one), proportional to the weights; what rounding leaves goes
/// to the largest.
std::vector<std::int64_t> whole(const Eigen::ArrayXd& weights, double total, std::int64_t sum_wanted) {
  std::vector<std::int64_t> units(static_cast<std::size_t>(weights.size()));
  std::int64_t left = sum_wanted;
  Index largest = 0;
  for (Index i = 0; i < weights.size(); ++i) {
    units[static_cast<std::size_t>(i)] = std::llround(weights(i) / total * static_cast<double>(sum_wanted));
    left -= units[static_cast<std::size_t>(i)];
    if (weights(i) > weights(largest)) largest = i;
  }
  units[static_cast<std::size_t>(largest)] += left;
  return units;
}

bool all_equal(const Eigen::ArrayXd& weights) { return (weights == weights(0)).all(); }

/// Feasible to rounding whatever the simplex left: φ_j = min_i (c_ij − ψ_i), then ψ_i = min_j (c_ij − φ_j).
void tighten(const Eigen::ArrayXXd& cost, DiscretePlan& plan) {
  for_each_task(cost.cols(), [&](Index j) { plan.phi(j) = (cost.col(j) - plan.psi).minCoeff(); });
  for_each_task(cost.rows(), [&](Index i) { plan.psi(i) = (cost.row(i).transpose() - plan.phi).minCoeff(); });
}

}  // namespace

Eigen::ArrayXXd squared_costs(const ConstBlock& x, const ConstBlock& y) {
  require(x.cols() == y.cols(), "dimension of the second points", static_cast<double>(y.cols()),
          "must be that of the first");
  require_memory(static_cast<double>(x.rows()) * static_cast<double>(y.rows()) * 5,
                 "exact transport between so many points", "take fewer points");
  Eigen::ArrayXXd cost(x.rows(), y.rows());
  for_each_task(y.rows(), [&](Index j) {
    cost.col(j).setZero();
    for (Index k = 0; k < x.cols(); ++k) cost.col(j) += (x.col(k) - y(j, k)).square();
  });
  return cost;
}

DiscretePlan exact_transport(const Eigen::ArrayXXd& cost, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
  require(cost.rows() >= 1 && cost.cols() >= 1, "points",
          static_cast<double>(std::min(cost.rows(), cost.cols())), "must be at least 1 on either side");
  require(static_cast<double>(cost.rows()) * static_cast<double>(cost.cols()) < 0x1p31, "pairs of points",
          static_cast<double>(cost.rows()) * static_cast<double>(cost.cols()), "must be below 2^31");
  const double total = checked_sum(a, cost.rows(), "a"), other = checked_sum(b, cost.cols(), "b");
  require(std::abs(other / total - 1) <= 1e-9, "sum of the weights b over that of a, minus 1",
          other / total - 1, "must be 0 to 1e-9");
  for (Index j = 0; j < cost.cols(); ++j)
    for (Index i = 0; i < cost.rows(); ++i)
      if (!std::isfinite(cost(i, j)))
        throw InvalidArgument("cost from point " + number_text(i) + " to point " + number_text(j) + " = " +
                              number_text(cost(i, j)) + ": must be finite");
  const bool even = all_equal(a) && all_equal(b);
  const std::int64_t units = even ? std::int64_t{cost.rows()} * cost.cols() : std::int64_t{1} << 60;
  const double greatest = std::max(cost.abs().maxCoeff(), std::numeric_limits<double>::min());
  const double unit = greatest * static_cast<double>(cost.rows() + cost.cols()) * 0x1p-60;

  DiscretePlan plan;
  plan.psi.resize(cost.rows());
  plan.phi.resize(cost.cols());
  const NetworkFlow flow = network_simplex(cost, unit, whole(a, total, units), whole(b, other, units));
  plan.psi = flow.first_dual * unit;
  CompensatedSum spent;
  for (const WholeCoupling& c : flow.couplings) {
    const double mass = total * (static_cast<double>(c.units) / static_cast<double>(units));
    plan.couplings.push_back({c.from, c.to, mass});
    spent.add(mass * cost(c.from, c.to));
  }
  plan.cost = spent.value();
  tighten(cost, plan);
  plan.dual =
      dot(a.data(), plan.psi.data(), a.size()) + dot(b.data(), plan.phi.data(), b.size()) * (total / other);
  return plan;
}

DiscretePlan exact_transport(const ConstBlock& x, const ConstBlock& y) {
  require(x.rows() >= 1 && y.rows() >= 1, "points", static_cast<double>(std::min(x.rows(), y.rows())),
          "must be at least 1 on either side");
  return exact_transport(squared_costs(x, y),
                         Eigen::ArrayXd::Constant(x.rows(), 1 / static_cast<double>(x.rows())),
                         Eigen::ArrayXd::Constant(y.rows(), 1 / static_cast<double>(y.rows())));
}

}  // namespace kolmo::transport
