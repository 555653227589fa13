#include "kolmo/transport/entropic/sinkhorn.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/exact/discrete.hpp"
#include "kolmo/transport/grid/grid_density.hpp"
#include "transport/entropic/sinkhorn_checks.hpp"
#include "transport/entropic/sinkhorn_sweeps.hpp"

namespace kolmo::transport {
namespace {

constexpr double coarse_tolerance = 0.02;  // of the residual at an ε that is passed through

/// Σ w log(w / p) over w > 0.
double relative_entropy(const Eigen::ArrayXd& w, const Eigen::ArrayXd& p) {
  CompensatedSum total;
  for (Index i = 0; i < w.size(); ++i)
    if (w(i) > 0) total.add(w(i) * std::log(w(i) / p(i)));
  return total.value();
}

double largest(const Potentials& at) { return at.phi.abs().maxCoeff() + at.gamma.abs().maxCoeff(); }

class Solver {
 public:
  Solver(const TransportCost& cost, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b,
         const SinkhornPlan& plan)
      : cost_(cost), a_(a), b_(b), plan_(plan), mean_(cost.mean(a.data(), b.data())) {
    at_ = {Eigen::ArrayXd::Zero(a.size()), Eigen::ArrayXd::Zero(b.size())};
  }

  EntropicTransport run() {
    double before = 0;
    for (const double epsilon : epsilons(plan_, mean_)) {
      if (before > 0) {
        at_.phi *= before / epsilon;
        at_.gamma *= before / epsilon;
      }
      result_.epsilon = before = epsilon;
      stage(epsilon == epsilon_in_costs(plan_, mean_) ? plan_.tolerance
                                                      : std::max(coarse_tolerance, plan_.tolerance));
    }
    finish();
    return std::move(result_);
  }

 private:
  /// Sweeps at one ε.
  void stage(double tolerance) {
    const auto sweeps = plan_.form == SinkhornForm::scaling && cost_.matrix()
                            ? scaling_sweeps(cost_, result_.epsilon, a_, b_, at_)
                            : log_sweeps(cost_, result_.epsilon, a_, b_, at_);
    Stall stall;
    result_.status = Status::budget;
    while (result_.iterations < plan_.iterations) {
      const Index k = ++result_.iterations;
      const bool recorded = k <= 16 || k % 16 == 0;
      const Potentials before = recorded ? sweeps->potentials() : Potentials{};
      const SweepRecord found = sweeps->sweep(tolerance);
      if (recorded) result_.history.push_back({k, result_.epsilon, found.residual, dual(before, found.mass)});
      if (found.residual <= tolerance)
        result_.status = Status::converged;
      else if (stall.suspected(found.residual) && stall.confirmed(largest(sweeps->potentials())))
        result_.status = Status::stalled;
      else
        continue;
      break;
    }
    at_ = sweeps->potentials();
  }

  double dual(const Potentials& at, double mass) const {
    return result_.epsilon * (dot(at.phi.data(), a_.data(), a_.size()) +
                              dot(at.gamma.data(), b_.data(), b_.size()) - (mass - 1));
  }

  /// Masses of the plan's rows (or columns) for potentials phi over weights a, from those on the other side.
  Eigen::ArrayXd marginal(const GibbsKernel& kernel, bool of_rows, const Potentials& at) const {
    const Eigen::ArrayXd& own = of_rows ? at.phi : at.gamma;
    Eigen::ArrayXd from = of_rows ? Eigen::ArrayXd(at.gamma + logarithms_of(b_))
                                  : Eigen::ArrayXd(at.phi + logarithms_of(a_)),
                   ratio = -own;
    if (of_rows)
      kernel.log_apply(from.data(), ratio.data());
    else
      kernel.log_apply_transposed(from.data(), ratio.data());
    ratio += own;
    exp(ratio.data(), ratio.data(), ratio.size());
    return (of_rows ? a_ : b_) * ratio;
  }

  void finish() {
    const double epsilon = result_.epsilon;
    const auto kernel = cost_.kernel(epsilon);
    const Eigen::ArrayXd rows = marginal(*kernel, true, at_), columns = marginal(*kernel, false, at_);
    const Eigen::ArrayXd off = (rows - a_).abs();
    const double mass = sum(rows.data(), rows.size());
    result_.residual = sum(off.data(), off.size());
    result_.f = epsilon * at_.phi;
    result_.g = epsilon * at_.gamma;
    result_.epsilon_of_mean_cost = mean_ > 0 ? epsilon / mean_ : 0;
    result_.dual = dual(at_, mass);
    const Eigen::ArrayXd u = at_.phi + logarithms_of(a_), v = at_.gamma + logarithms_of(b_);
    result_.transport_cost = kernel->plan_cost(u.data(), v.data()) / mass;
    // log π/(ab) = phi + gamma − c/ε
    result_.relative_entropy = (dot(at_.phi.data(), rows.data(), rows.size()) +
                                dot(at_.gamma.data(), columns.data(), columns.size())) /
                                   mass -
                               result_.transport_cost / epsilon - std::log(mass);
    result_.upper = feasible_objective(*kernel, rows);
  }

  /// ⟨c, π̄⟩ + ε KL(π̄) at most, for π̄ = (1 − θ) p + θ q: p what is left of π where rows and then columns are
  /// cut to their marginals, q the product of what they lack; KL is convex.
  double feasible_objective(const GibbsKernel& kernel, const Eigen::ArrayXd& rows) const {
    Potentials cut = at_;
    for (Index i = 0; i < a_.size(); ++i)
      if (rows(i) > a_(i)) cut.phi(i) += std::log(a_(i) / rows(i));
    const Eigen::ArrayXd columns = marginal(kernel, false, cut);
    for (Index j = 0; j < b_.size(); ++j)
      if (columns(j) > b_(j)) cut.gamma(j) += std::log(b_(j) / columns(j));
    const Eigen::ArrayXd left_rows = marginal(kernel, true, cut), left_columns = marginal(kernel, false, cut);
    Eigen::ArrayXd lack_a = (a_ - left_rows).max(0), lack_b = (b_ - left_columns).max(0);
    const double mass = std::min(1.0, sum(left_rows.data(), left_rows.size())), theta = 1 - mass;
    double objective =
        result_.epsilon * (dot(cut.phi.data(), left_rows.data(), a_.size()) +
                           dot(cut.gamma.data(), left_columns.data(), b_.size()) - mass * std::log(mass));
    const double total_a = sum(lack_a.data(), a_.size()), total_b = sum(lack_b.data(), b_.size());
    if (theta > 0 && total_a > 0 && total_b > 0) {
      lack_a /= total_a;
      lack_b /= total_b;
      objective += theta * (cost_.mean(lack_a.data(), lack_b.data()) +
                            result_.epsilon * (relative_entropy(lack_a, a_) + relative_entropy(lack_b, b_)));
    }
    return objective;
  }

  const TransportCost& cost_;
  const Eigen::ArrayXd &a_, &b_;
  SinkhornPlan plan_;
  double mean_;
  Potentials at_;
  EntropicTransport result_;
};

}  // namespace

EntropicTransport sinkhorn(const TransportCost& cost, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b,
                           const SinkhornPlan& plan) {
  check_plan(plan);
  const Eigen::ArrayXd from = checked_weights(a, cost.rows(), "a"),
                       to = checked_weights(b, cost.columns(), "b");
  return Solver(cost, from, to, plan).run();
}

EntropicTransport sinkhorn(const Grid& grid, const ConstValues& mu, const ConstValues& nu,
                           const SinkhornPlan& plan) {
  const Eigen::ArrayXd a = checked_density(grid, mu, "mu") * grid.cell_volume(),
                       b = checked_density(grid, nu, "nu") * grid.cell_volume();
  return sinkhorn(*grid_cost(grid), a, b, plan);
}

EntropicTransport sinkhorn(const ConstBlock& x, const ConstBlock& y, const SinkhornPlan& plan) {
  const Eigen::ArrayXd a = equal_weights(x.rows()), b = equal_weights(y.rows());
  return sinkhorn(*dense_cost(squared_costs(x, y)), a, b, plan);
}

}  // namespace kolmo::transport
