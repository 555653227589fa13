#include "kolmo/transport/entropic/sinkhorn_divergence.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/exact/discrete.hpp"
#include "kolmo/transport/grid/grid_density.hpp"
#include "transport/entropic/sinkhorn_checks.hpp"
#include "transport/entropic/sinkhorn_sweeps.hpp"

namespace kolmo::transport {
namespace {

/// Averaged sweeps at one ε, from phi (over ε) on.
void averaged(const TransportCost& cost, const Eigen::ArrayXd& a, double epsilon, double tolerance,
              Index iterations, Eigen::ArrayXd& phi, SelfTransport& result) {
  const auto kernel = cost.kernel(epsilon);
  const Eigen::ArrayXd log_a = logarithms_of(a);
  Stall stall;
  result.status = Status::budget;
  while (result.iterations < iterations) {
    ++result.iterations;
    const Eigen::ArrayXd weighted = phi + log_a;
    Eigen::ArrayXd next = -phi;
    kernel->log_apply(weighted.data(), next.data());
    Eigen::ArrayXd ratio = phi + next;  // next = −(what a sweep makes of phi)
    exp(ratio.data(), ratio.data(), ratio.size());
    const SweepRecord found = judge_rows(a, ratio);
    result.residual = found.residual;
    result.dual = epsilon * (2 * dot(phi.data(), a.data(), a.size()) - (found.mass - 1));
    if (found.residual <= tolerance) {
      result.status = Status::converged;
      return;
    }
    if (stall.suspected(found.residual) && stall.confirmed(2 * phi.abs().maxCoeff())) {
      result.status = Status::stalled;
      return;
    }
    phi = 0.5 * (phi - next);
  }
}

/// Means of y under the rows of the plan from x: Σ_j y_j e^{(g_j − c_ij)/ε} b_j over the same without y_j.
Points barycentres(const ConstBlock& x, const ConstBlock& y, const Eigen::ArrayXd& g, double epsilon) {
  Points means(x.rows(), x.cols());
  for_each_block(x.rows(), [&](Index, Index first, Index count) {
    Eigen::ArrayXd weight(y.rows());
    for (Index i = first; i < first + count; ++i) {
      weight = g;
      for (Index k = 0; k < x.cols(); ++k) weight -= (y.col(k) - x(i, k)).square();
      weight = (weight - weight.maxCoeff()) * (1 / epsilon);
      exp(weight.data(), weight.data(), weight.size());
      const double total = chunk_sum(weight.data(), weight.size());
      for (Index k = 0; k < x.cols(); ++k) {
        const Eigen::ArrayXd column = y.col(k);
        means(i, k) = chunk_dot(weight.data(), column.data(), column.size()) / total;
      }
    }
  });
  return means;
}

}  // namespace

SelfTransport self_transport(const TransportCost& cost, const Eigen::ArrayXd& a, double epsilon,
                             const SinkhornPlan& plan) {
  SinkhornPlan at = plan;
  at.epsilon = epsilon;
  at.unit = EpsilonUnit::cost;
  check_plan(at);
  require(cost.rows() == cost.columns(), "columns of the cost", static_cast<double>(cost.columns()),
          "must be as many as rows");
  const Eigen::ArrayXd weights = checked_weights(a, cost.rows(), "a");
  SelfTransport result;
  Eigen::ArrayXd phi = Eigen::ArrayXd::Zero(weights.size());
  averaged(cost, weights, epsilon, plan.tolerance, plan.iterations, phi, result);
  result.f = epsilon * phi;
  return result;
}

Status SinkhornDivergence::status() const {
  const Status all[] = {between.status, of_a.status, of_b.status};
  for (const Status worst : {Status::budget, Status::stalled})
    for (const Status one : all)
      if (one == worst) return worst;
  return Status::converged;
}

SinkhornDivergence sinkhorn_divergence(const TransportCost& across, const TransportCost& within_a,
                                       const TransportCost& within_b, const Eigen::ArrayXd& a,
                                       const Eigen::ArrayXd& b, const SinkhornPlan& plan) {
  SinkhornDivergence found;
  found.between = sinkhorn(across, a, b, plan);
  found.epsilon = found.between.epsilon;
  found.of_a = self_transport(within_a, a, found.epsilon, plan);
  found.of_b = self_transport(within_b, b, found.epsilon, plan);
  found.value = found.between.dual - 0.5 * (found.of_a.dual + found.of_b.dual);
  return found;
}

SinkhornDivergence sinkhorn_divergence(const Grid& grid, const ConstValues& mu, const ConstValues& nu,
                                       const SinkhornPlan& plan) {
  const Eigen::ArrayXd a = checked_density(grid, mu, "mu") * grid.cell_volume(),
                       b = checked_density(grid, nu, "nu") * grid.cell_volume();
  const auto cost = grid_cost(grid);
  return sinkhorn_divergence(*cost, *cost, *cost, a, b, plan);
}

SinkhornDivergence sinkhorn_divergence(const ConstBlock& x, const ConstBlock& y, const SinkhornPlan& plan) {
  const Eigen::ArrayXd a = equal_weights(x.rows()), b = equal_weights(y.rows());
  return sinkhorn_divergence(*dense_cost(squared_costs(x, y)), *dense_cost(squared_costs(x, x)),
                             *dense_cost(squared_costs(y, y)), a, b, plan);
}

Points sinkhorn_divergence_gradient(const ConstBlock& x, const ConstBlock& y,
                                    const SinkhornDivergence& found) {
  require(found.between.g.size() == y.rows() && found.of_a.f.size() == x.rows(), "points of the divergence",
          static_cast<double>(found.of_a.f.size()), "must be those that it was computed of");
  const double n = static_cast<double>(x.rows());
  return (2 / n) *
         (barycentres(x, x, found.of_a.f, found.epsilon) - barycentres(x, y, found.between.g, found.epsilon));
}

}  // namespace kolmo::transport
