#include "kolmo/transport/grid/back_and_forth.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/grid/c_transform.hpp"
#include "kolmo/transport/grid/grid_density.hpp"
#include "kolmo/transport/grid/poisson.hpp"
#include "kolmo/transport/grid/push_forward.hpp"

namespace kolmo::transport {

std::string_view status_name(Status status) {
  switch (status) {
    case Status::converged:
      return "converged";
    case Status::stalled:
      return "stalled";
    default:
      return "budget";
  }
}

namespace {

/// Iterations without a residual a tenth smaller after which the grid has no more to give.
constexpr Index patience = 25;

class Solver {
 public:
  Solver(const Grid& grid, const ConstValues& mu, const ConstValues& nu)
      : grid_(grid),
        mu_(checked_density(grid, mu, "mu")),
        nu_(checked_density(grid, nu, "nu")),
        poisson_(grid),
        map_(grid),
        phi_(grid.cells()),
        psi_(grid.cells()),
        difference_(grid.cells()),
        ascent_(grid.cells()) {
    greatest_ = std::max(mu_.maxCoeff(), nu_.maxCoeff());
    sigma_ = 4 / greatest_;
    phi_.setZero();
    psi_.setZero();
  }

  GridTransport run(const BackAndForthPlan& plan) {
    GridTransport result;
    double best = std::numeric_limits<double>::infinity();
    Index since = 0;
    for (Index k = 0; k < plan.iterations; ++k) {
      const double dual_before = dual_;
      half(psi_, mu_, nu_, phi_, cost_);
      const double residual = relative(h1_);
      result.history.push_back({dual_, residual, cost_ - dual_before, sigma_ * greatest_});
      double cost_back = 0;
      half(phi_, nu_, mu_, psi_, cost_back);
      result.history.back().dual = dual_;
      result.iterations = k + 1;
      if (std::max(residual, relative(h1_)) <= plan.tolerance) {
        result.status = Status::converged;
        break;
      }
      since = residual < 0.9 * best ? 0 : since + 1;
      best = std::min(best, residual);
      if (since >= patience) {
        result.status = Status::stalled;
        break;
      }
    }
    finish(result);
    return result;
  }

 private:
  double relative(double h1) const { return h1 == 0 ? 0 : h1 / (greatest_ * std::max(dual_, sigma_ * h1)); }
  double value() const {
    return grid_.cell_volume() *
           (dot(phi_.data(), nu_.data(), grid_.cells()) + dot(psi_.data(), mu_.data(), grid_.cells()));
  }

  /// r = to − T#from with T = x − ∇potential, and ⟨r, (−Δ)⁻¹r⟩; the cost of T.
  void compare(const Eigen::ArrayXd& potential, const Eigen::ArrayXd& from, const Eigen::ArrayXd& to,
               double& cost) {
    map_.set(potential.data());
    cost = push_forward(map_, from.data(), difference_.data());
    difference_ = to - difference_;
    ascent_ = difference_;
    poisson_.solve(ascent_.data());
    h1_ = std::max(0.0, grid_.cell_volume() * dot(difference_.data(), ascent_.data(), grid_.cells()));
  }

  /// A step of the potential of `to`, whose transform is that of `from`.
  void half(Eigen::ArrayXd& of_from, const Eigen::ArrayXd& from, const Eigen::ArrayXd& to,
            Eigen::ArrayXd& of_to, double& cost) {
    compare(of_from, from, to, cost);
    of_to += sigma_ * ascent_;
    c_transform(grid_, of_to.data(), of_from.data(), Infimum::between_centres);
    const double before = dual_, expected = sigma_ * h1_;
    dual_ = value();
    if (expected > 1e-13 * std::abs(dual_)) {
      const double gain = (dual_ - before) / expected;
      if (gain > 0.75) sigma_ *= 1.25;
      if (gain < 0.25) sigma_ *= 0.8;
    }
  }

  void finish(GridTransport& result) {
    c_transform(grid_, phi_.data(), psi_.data(), Infimum::on_centres);
    result.lower_bound = value();
    c_transform(grid_, phi_.data(), psi_.data(), Infimum::between_centres);
    result.dual = dual_ = value();
    map_.set(phi_.data());
    result.inverse = map_.at_centres();
    compare(psi_, mu_, nu_, result.cost);
    result.map = map_.at_centres();
    result.gap = result.cost - result.dual;
    result.residual_h1 = h1_;
    result.residual = relative(h1_);
    result.mismatch = grid_.cell_volume() * sum_over_blocks(grid_.cells(), [&](Index first, Index rows) {
                        const Eigen::ArrayXd size = difference_.segment(first, rows).abs();
                        return chunk_sum(size.data(), rows);
                      });
    result.wall_mass_mu = mass_at_walls(grid_, mu_);
    result.wall_mass_nu = mass_at_walls(grid_, nu_);
    result.phi = phi_;
    result.psi = psi_;
  }

  const Grid& grid_;
  Eigen::ArrayXd mu_, nu_;
  NeumannPoisson poisson_;
  CornerMap map_;
  Eigen::ArrayXd phi_, psi_, difference_, ascent_;
  double greatest_ = 0, sigma_ = 0, dual_ = 0, h1_ = 0, cost_ = 0;
};

}  // namespace

GridTransport back_and_forth(const Grid& grid, const ConstValues& mu, const ConstValues& nu,
                             const BackAndForthPlan& plan) {
  require(plan.iterations >= 1, "iterations", static_cast<double>(plan.iterations), "must be at least 1");
  require(plan.tolerance > 0 && plan.tolerance < 1, "tolerance", plan.tolerance, "must be within (0, 1)");
  return Solver(grid, mu, nu).run(plan);
}

}  // namespace kolmo::transport
