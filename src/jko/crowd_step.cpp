#include "kolmo/jko/crowd_step.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "potential_at.hpp"

namespace kolmo::jko {
namespace {

/// Nodes first … last that keep together, at Y.
struct Pool {
  Index first, last;
  double y;
};

class Regression {
 public:
  Regression(const Crowd& crowd, double t, double tau, const LagrangianDensity& rho)
      : crowd_(crowd), t_(t), tau_(tau), rho_(rho), shift_(rho.cumulated() / crowd.ceiling) {
    scale_ = std::sqrt(rho.variance());
  }

  /// Y of every node.
  Eigen::ArrayXd solve() {
    std::vector<Pool> pools;
    for (Index j = 0; j <= rho_.cells(); ++j) {
      pools.push_back({j, j, least(j, j, rho_.nodes()(j) - shift_(j))});
      while (pools.size() > 1 && pools[pools.size() - 2].y > pools.back().y) {
        const Pool right = pools.back();
        pools.pop_back();
        Pool& left = pools.back();
        left.y = least(left.first, right.last, 0.5 * (left.y + right.y));
        left.last = right.last;
      }
    }
    Eigen::ArrayXd y(rho_.nodes().size());
    const double upper = crowd_.upper - 1 / crowd_.ceiling;
    for (const Pool& pool : pools)
      y.segment(pool.first, pool.last - pool.first + 1).setConstant(std::clamp(pool.y, crowd_.lower, upper));
    return y;
  }
  double residual() const { return residual_ / scale_; }
  const Eigen::ArrayXd& shift() const { return shift_; }
  Index iterations() const { return iterations_; }

 private:
  /// argmin_y Σ w_j [(y + F_j/c − X_j)²/(2τ) + V(y + F_j/c)] over nodes first … last.
  double least(Index first, Index last, double y) {
    const Index n = last - first + 1;
    const Eigen::ArrayXd w = rho_.node_masses().segment(first, n), place = shift_.segment(first, n);
    const Eigen::ArrayXd from = rho_.nodes().segment(first, n) - place;
    Eigen::ArrayXd force = Eigen::ArrayXd::Zero(n), stiffness = Eigen::ArrayXd::Zero(n);
    const double total = sum(w.data(), n);
    for (int k = 0; k < 60; ++k) {
      ++iterations_;
      if (crowd_.potential) potential_derivatives(*crowd_.potential, y + place, force, stiffness);
      const Eigen::ArrayXd gradient = (y - from) / tau_ + force;
      const double slope = dot(w.data(), gradient.data(), n);
      const double curvature = total / tau_ + dot(w.data(), stiffness.data(), n);
      if (!(curvature > 0) || !std::isfinite(slope))
        throw NumericalFailure(
            "jko: crowd step from t = " + number_text(t_) + " with tau = " + number_text(tau_) +
            ": not convex or not finite near x = " + number_text(y + place(0)) + "; take tau < 1/max(−V″)");
      const double move = -slope / curvature;
      y += move;
      // Newton's method has converged: the next move would be smaller than rounding
      if (std::abs(move) <= 1e-15 * (scale_ + std::abs(y)) || !crowd_.potential) break;
      if (k == 59) residual_ = std::max(residual_, std::abs(move));
    }
    return y;
  }

  const Crowd& crowd_;
  double t_, tau_;
  const LagrangianDensity& rho_;
  Eigen::ArrayXd shift_;
  double scale_ = 1, residual_ = 0;
  Index iterations_ = 0;
};

}  // namespace

CrowdStep::CrowdStep(Crowd crowd) : crowd_(std::move(crowd)) {
  require(std::isfinite(crowd_.ceiling) && crowd_.ceiling > 0, "ceiling of the density", crowd_.ceiling,
          "must be finite and > 0");
  require(!crowd_.potential || crowd_.potential->dimension() == 1, "dimension of the potential",
          crowd_.potential ? static_cast<double>(crowd_.potential->dimension()) : 0, "must be 1");
  require((crowd_.upper - crowd_.lower) * crowd_.ceiling > 1,
          "mass at the ceiling of the density between the walls",
          (crowd_.upper - crowd_.lower) * crowd_.ceiling, "must be above 1");
}

StepReport CrowdStep::step(double t, double tau, LagrangianDensity& rho) const {
  require(std::isfinite(tau) && tau > 0, "tau", tau, "must be finite and > 0");
  Regression regression(crowd_, t, tau, rho);
  const Eigen::ArrayXd moved = regression.solve() + regression.shift() - rho.nodes();
  rho.displace(moved);
  StepReport report;
  report.residual = regression.residual();
  report.iterations = regression.iterations();
  const Eigen::ArrayXd squares = moved.square();
  report.increment_squared = dot(rho.node_masses().data(), squares.data(), squares.size());
  if (crowd_.potential) {
    Eigen::ArrayXd value(rho.nodes().size());
    potential_value(*crowd_.potential, rho.nodes(), value);
    report.energy = dot(rho.node_masses().data(), value.data(), value.size());
  }
  return report;
}

}  // namespace kolmo::jko
