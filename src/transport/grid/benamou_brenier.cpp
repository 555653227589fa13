#include "kolmo/transport/grid/benamou_brenier.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/grid/grid_density.hpp"
#include "kolmo/transport/grid/poisson.hpp"
#include "transport/grid/staggered.hpp"

namespace kolmo::transport {
namespace {

constexpr Index check_every = 20;

double longest_side(const Grid& grid) {
  double length = 0;
  for (Index k = 0; k < grid.dimension(); ++k)
    length = std::max(length, grid.axis(k).upper - grid.axis(k).lower);
  return length;
}

double volume(const Grid& grid) { return grid.cell_volume() * static_cast<double>(grid.cells()); }

/// The domain with its longest side 1, and time as one more axis.
Grid space_and_time(const Grid& grid, Index steps) {
  std::vector<Axis> axes;
  for (Index k = 0; k < grid.dimension(); ++k)
    axes.push_back({0, (grid.axis(k).upper - grid.axis(k).lower) / longest_side(grid), grid.axis(k).cells});
  axes.push_back({0, 1, steps});
  return Grid(axes);
}

/// The point nearest to (ρ, m), in the metric (|·|² of both)/2γ, of those that make |m|²/2ρ small: ρ′ is the
/// positive root of (ρ′ − ρ)(ρ′ + γ)² = γ|m|²/2, m′ = ρ′m/(ρ′ + γ); both 0 where there is none. Newton from
/// above the root: the cubic is convex there.
double nearest_density(double rho, double square, double gamma) {
  if (rho * gamma + square / 2 <= 0) return 0;
  const double right = gamma * square / 2;
  double x = std::max(rho, 0.0) + std::cbrt(right);
  for (int k = 0; k < 60; ++k) {
    const double value = (x - rho) * (x + gamma) * (x + gamma) - right,
                 slope = (x + gamma) * (x + gamma + 2 * (x - rho)), next = x - value / slope;
    if (!(next < x)) break;
    x = next;
  }
  return std::max(x, 0.0);
}

class Solver {
 public:
  Solver(const Grid& grid, const ConstValues& mu, const ConstValues& nu, const BenamouBrenierPlan& plan)
      : length_(longest_side(grid)),
        unit_(volume(grid)),
        mass_(unit_ / std::pow(length_, static_cast<double>(grid.dimension()))),
        plan_(plan),
        box_(space_and_time(grid, plan.steps)),
        poisson_(box_.grid()),
        time_(static_cast<std::size_t>(grid.dimension())),
        mu_(checked_density(grid, mu, "mu") * unit_),
        nu_(checked_density(grid, nu, "nu") * unit_) {
    for (Index k = 0; k < box_.axes(); ++k) {
      at_u_.push_back(Eigen::ArrayXd::Zero(box_.faces(k)));
      at_v_.push_back(Eigen::ArrayXd::Zero(box_.grid().cells()));
    }
    for (Index step = 0; step <= plan.steps; ++step) {
      const double t = static_cast<double>(step) / static_cast<double>(plan.steps);
      at_u_[time_].segment(step * mu_.size(), mu_.size()) = (1 - t) * mu_ + t * nu_;
    }
    box_.means(at_u_, at_v_);
    result_.wall_mass_mu = mass_at_walls(grid, mu_) / unit_;
    result_.wall_mass_nu = mass_at_walls(grid, nu_) / unit_;
  }

  DynamicTransport run() {
    Staggered u, mirror_u;
    Centred v, mirror_v;
    while (result_.iterations < plan_.iterations && result_.status == Status::budget) {
      ++result_.iterations;
      // x = the nearest pair to z; y = what constraint and action make of 2x − z; z ← z + relaxation (y − x)
      u = at_u_;
      v = at_v_;
      box_.nearest_pair(u, v);
      reflect(u, at_u_, mirror_u);
      reflect(v, at_v_, mirror_v);
      flow_ = mirror_u;
      constrain(flow_);
      centred_ = mirror_v;
      lower_action(centred_);
      const double change = advance(u, flow_, at_u_) + advance(v, centred_, at_v_);
      if (result_.iterations % check_every == 0 || result_.iterations == plan_.iterations)
        judge(mirror_v, change);
    }
    finish();
    return std::move(result_);
  }

 private:
  static void reflect(const std::vector<Eigen::ArrayXd>& x, const std::vector<Eigen::ArrayXd>& z,
                      std::vector<Eigen::ArrayXd>& out) {
    out.resize(x.size());
    for (std::size_t k = 0; k < x.size(); ++k) out[k] = 2 * x[k] - z[k];
  }

  /// z += relaxation (y − x); the greatest change.
  double advance(const std::vector<Eigen::ArrayXd>& x, const std::vector<Eigen::ArrayXd>& y,
                 std::vector<Eigen::ArrayXd>& z) const {
    double greatest = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
      greatest = std::max(greatest, (y[k] - x[k]).abs().maxCoeff());
      z[k] += plan_.relaxation * (y[k] - x[k]);
    }
    return greatest;
  }

  /// The nearest u with no divergence, no flux through walls, μ first and ν last: u + ∇p, −Δp = ∇·u.
  void constrain(Staggered& u) {
    const Index layer = box_.layer();
    for (std::size_t k = 0; k < time_; ++k) walls(u[k], static_cast<Index>(k));
    u[time_].head(layer) = mu_;
    u[time_].tail(layer) = nu_;
    box_.divergence(u, potential_);
    poisson_.solve(potential_.data());
    box_.add_gradient(potential_, u);
  }

  /// No flux through the first and the last layer of faces across an axis of space.
  void walls(Eigen::ArrayXd& u, Index axis) const {
    Index stride = 1;
    for (Index a = 0; a < axis; ++a) stride *= box_.cells(a);
    const Index n = box_.cells(axis), line = stride * (n + 1);
    for (Index first = 0; first < u.size(); first += line) {
      u.segment(first, stride).setZero();
      u.segment(first + stride * n, stride).setZero();
    }
  }

  void lower_action(Centred& v) const {
    for_each_block(v[time_].size(), [&](Index, Index first, Index rows) {
      for (Index i = first; i < first + rows; ++i) {
        double square = 0;
        for (std::size_t k = 0; k < time_; ++k) square += v[k](i) * v[k](i);
        const double rho = nearest_density(v[time_](i), square, plan_.gamma);
        for (std::size_t k = 0; k < time_; ++k) v[k](i) *= rho / (rho + plan_.gamma);
        v[time_](i) = rho;
      }
    });
  }

  /// Σ |m|²/2ρ of the centred fields times their volume.
  double half_action() const {
    return box_.grid().cell_volume() * sum_over_blocks(box_.grid().cells(), [&](Index first, Index rows) {
             Eigen::ArrayXd density(rows);
             for (Index i = 0; i < rows; ++i) {
               double square = 0;
               for (std::size_t k = 0; k < time_; ++k)
                 square += centred_[k](first + i) * centred_[k](first + i);
               const double rho = centred_[time_](first + i);
               density(i) = rho > 0 ? square / (2 * rho) : 0;
             }
             return chunk_sum(density.data(), rows);
           });
  }

  /// Φ of the constraint and q of the action's derivative (a + |b|²/2 ≤ 0) are dual variables; they are
  /// feasible together where the means of neighbours in q are ∇Φ. q is changed so that they are, and then a
  /// lowered by the greatest a + |b|²/2 of each step of time, which costs that times the mass.
  double half_dual(const Centred& mirror) const {
    const double gamma = plan_.gamma;
    const Eigen::ArrayXd phi = potential_ / gamma;
    Centred q(mirror.size());
    for (std::size_t k = 0; k < q.size(); ++k) q[k] = (mirror[k] - centred_[k]) / gamma;
    box_.match_gradient(phi, q);
    const Index layer = box_.layer(), steps = plan_.steps;
    const double tau = 1 / static_cast<double>(steps), area = box_.grid().cell_volume() / tau;
    const Eigen::ArrayXd first = phi.head(layer) - 0.5 * tau * q[time_].head(layer),
                         last = phi.tail(layer) + 0.5 * tau * q[time_].tail(layer);
    double value = area * (dot(last.data(), nu_.data(), layer) - dot(first.data(), mu_.data(), layer));
    for (Index step = 0; step < steps; ++step) {
      Eigen::ArrayXd over = q[time_].segment(step * layer, layer);
      for (std::size_t k = 0; k < time_; ++k) over += q[k].segment(step * layer, layer).square() / 2;
      value -= tau * over.maxCoeff() * mass_;
    }
    return value;
  }

  void judge(const Centred& mirror, double change) {
    const double unit = 2 * length_ * length_ / mass_;
    result_.action = unit * half_action();
    result_.dual = unit * half_dual(mirror);
    result_.history.push_back({result_.iterations, result_.action, result_.dual});
    if (result_.gap() <= plan_.tolerance * result_.action)
      result_.status = Status::converged;
    else if (change <= 1e-14 * (mu_.maxCoeff() + nu_.maxCoeff()))
      result_.status = Status::stalled;
  }

  void finish() {
    const Index layer = box_.layer(), steps = plan_.steps;
    const double greatest = std::max(mu_.maxCoeff(), nu_.maxCoeff());
    Eigen::ArrayXd divergence;
    box_.divergence(flow_, divergence);
    result_.continuity = divergence.abs().maxCoeff() / greatest;
    Centred means = centred_;
    box_.means(flow_, means);
    result_.mismatch = (means[time_] - centred_[time_]).abs().maxCoeff() / greatest;
    result_.density = Eigen::Map<const Eigen::ArrayXXd>(flow_[time_].data(), layer, steps + 1) / unit_;
    result_.minimum = result_.density.minCoeff();
    for (std::size_t k = 0; k < time_; ++k)  // a mass times a length over an area
      result_.momentum.emplace_back(Eigen::Map<const Eigen::ArrayXXd>(centred_[k].data(), layer, steps) *
                                    (length_ / unit_));
  }

  double length_;
  double unit_;  ///< densities are multiplied by it, so that their mean is 1, whatever the domain's sides
  double mass_;  ///< which is the box's volume then
  BenamouBrenierPlan plan_;
  StaggeredBox box_;
  NeumannPoisson poisson_;
  std::size_t time_;
  Eigen::ArrayXd mu_, nu_, potential_;
  Staggered at_u_, flow_;
  Centred at_v_, centred_;
  DynamicTransport result_;
};

}  // namespace

DynamicTransport benamou_brenier(const Grid& grid, const ConstValues& mu, const ConstValues& nu,
                                 const BenamouBrenierPlan& plan) {
  require(grid.dimension() <= 2, "axes of the grid", static_cast<double>(grid.dimension()), "must be 1 or 2");
  require(plan.steps >= 2, "steps", static_cast<double>(plan.steps), "must be at least 2");
  require(plan.iterations >= 1, "iterations", static_cast<double>(plan.iterations), "must be at least 1");
  require(plan.tolerance > 0 && plan.tolerance < 1, "tolerance", plan.tolerance, "must be within (0, 1)");
  require(plan.gamma > 0 && std::isfinite(plan.gamma), "gamma", plan.gamma, "must be finite and > 0");
  require(plan.relaxation > 0 && plan.relaxation < 2, "relaxation", plan.relaxation, "must be within (0, 2)");
  return Solver(grid, mu, nu, plan).run();
}

}  // namespace kolmo::transport
