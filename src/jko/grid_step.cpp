#include "kolmo/jko/grid_step.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "jko/dual_ascent.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/grid/c_transform.hpp"
#include "kolmo/transport/grid/grid_density.hpp"
#include "kolmo/transport/grid/push_forward.hpp"

namespace kolmo::jko {

using transport::Infimum;
using transport::Status;

namespace {

/// A half step after which D is less, by more than this part of ½W2², is taken back, and half as long. (Less
/// than that is the grid's error.)
constexpr double worst_loss = 1e-3;
constexpr int most_halvings = 6;

const std::shared_ptr<const InternalEnergy>& checked(const std::shared_ptr<const InternalEnergy>& internal) {
  require(internal != nullptr, "internal energy", 0, "must be there");
  return internal;
}

}  // namespace

class GridJkoStep::Solver {
 public:
  Solver(const Grid& grid, GridEnergy energy, const GridStepPlan& plan)
      : grid_(grid),
        energy_(std::move(energy)),
        plan_(plan),
        newton_(grid_, checked(energy_.internal)->temperature()),
        map_(grid_),
        psi_(grid_.cells()),
        difference_(grid_.cells()),
        ascent_(grid_.cells()),
        state_(grid_, *energy_.internal, external_) {
    require(energy_.potential.size() == 0 || energy_.potential.size() == grid_.cells(),
            "values of the potential", static_cast<double>(energy_.potential.size()),
            "must be one a cell, or none");
    require(energy_.potential.allFinite(), "potential", std::numeric_limits<double>::quiet_NaN(),
            "must be finite");
    external_ = energy_.potential;
    const double room =
        energy_.internal->ceiling() * grid_.cell_volume() * static_cast<double>(grid_.cells());
    require(room > 1, "mass at the ceiling of the density on all of the grid", room, "must be above 1");
    require(!energy_.interaction || energy_.interaction->cells() == grid_.cells(), "cells of the interaction",
            energy_.interaction ? static_cast<double>(energy_.interaction->cells()) : 0,
            "must be the grid's");
    require(plan.iterations >= 1, "iterations", static_cast<double>(plan.iterations), "must be at least 1");
    require(plan.tolerance > 0 && plan.tolerance < 1, "tolerance", plan.tolerance, "must be within (0, 1)");
  }

  GridStepReport step(double tau, Eigen::ArrayXd& rho) {
    GridStepReport report = minimise(tau, rho);
    rho = state_.rho;
    report.energy = evaluate(energy_, grid_, rho);
    return report;
  }

  GridStepReport midpoint_step(double tau, Eigen::ArrayXd& rho) {
    require(std::isinf(energy_.internal->ceiling()), "ceiling of the density", energy_.internal->ceiling(),
            "must not be there for midpoint steps, which could exceed it: take first-order ones");
    GridStepReport report = minimise(tau / 2, rho);
    map_.set(state_.phi.data(), -1);
    transport::push_forward(map_, state_.rho.data(), rho.data(), transport::Profile::linear);
    report.increment_squared *= 4;
    report.energy = evaluate(energy_, grid_, rho);
    return report;
  }

 private:
  GridStepReport minimise(double tau, const Eigen::ArrayXd& rho) {
    require(std::isfinite(tau) && tau > 0, "tau", tau, "must be finite and > 0");
    before_ = transport::checked_density(grid_, rho, "rho");
    begin(tau);
    GridStepReport report;
    const double spread = standard_deviation(before_);
    double best = std::numeric_limits<double>::infinity();
    Index since = 0;
    for (Index k = 0; k < plan_.iterations && report.status == Status::budget; ++k) {
      if (energy_.interaction) interact();
      const double forward = half(state_.rho, psi_, true);
      const double back = half(before_, state_.phi, false);
      report.iterations = k + 1;
      report.residual = std::sqrt(std::max(forward, back)) / spread;
      since = report.residual < 0.9 * best ? 0 : since + 1;
      best = std::min(best, report.residual);
      if (since >= newton_.patience()) report.status = Status::stalled;
      if (report.residual <= plan_.tolerance) report.status = Status::converged;
    }
    report.increment_squared = std::max(0.0, 2 * transported());
    return report;
  }

  /// (Σ_k Var x_k)^{1/2}, a cell's own included.
  double standard_deviation(const Eigen::ArrayXd& rho) const {
    const Points x = grid_.centres();
    double variance = 0;
    for (Index k = 0; k < grid_.dimension(); ++k) {
      const double h = grid_.axis(k).width();
      const Eigen::ArrayXd weighted = rho * x.col(k);
      const double first = grid_.cell_volume() * sum(weighted.data(), rho.size());
      variance += grid_.cell_volume() * dot(weighted.data(), x.col(k).data(), rho.size()) - first * first +
                  h * h / 12;
    }
    return std::sqrt(variance);
  }

  /// V + W∗ρ for the density reached, ρ staying what it is: φ moves by −τ times the change.
  void interact() {
    energy_.interaction->convolve(state_.rho, around_);
    if (energy_.potential.size() > 0) around_ += energy_.potential;
    state_.phi += tau_ * (external_ - around_);
    external_.swap(around_);
    state_.normalise(tau_);
    transport::c_transform(grid_, state_.phi.data(), psi_.data(), Infimum::between_centres);
    dual_ = value();
  }

  /// φ of an explicit step: −τ(U′(ρ^k) + V + W∗ρ^k), with a floor under ρ^k, which moves the start only.
  void begin(double tau) {
    tau_ = tau;
    sigma_ = 1;
    if (energy_.interaction) {
      energy_.interaction->convolve(before_, external_);
      if (energy_.potential.size() > 0) external_ += energy_.potential;
    }
    const double floor = 1e-10 * before_.maxCoeff();
    for (Index i = 0; i < before_.size(); ++i) {
      state_.phi(i) = -tau * energy_.internal->pressure(std::max(before_(i), floor));
      if (external_.size() > 0) state_.phi(i) -= tau * external_(i);
    }
    state_.normalise(tau);
    transport::c_transform(grid_, state_.phi.data(), psi_.data(), Infimum::between_centres);
    dual_ = value();
  }

  /// ∫ψ dρ^k + ∫φ dρ: ½W2² at the optimum.
  double transported() const {
    const Index n = grid_.cells();
    return grid_.cell_volume() *
           (dot(psi_.data(), before_.data(), n) + dot(state_.phi.data(), state_.rho.data(), n));
  }
  /// D, with W∗ρ as last computed.
  double value() const {
    double energy = energy_.internal->sum(state_.rho.data(), grid_.cells());
    if (external_.size() > 0) energy += dot(external_.data(), state_.rho.data(), grid_.cells());
    return transported() + tau_ * (energy * grid_.cell_volume());
  }

  /// A step of φ (or of ψ) along to − T#from; the product of derivative and ascent.
  double half(const Eigen::ArrayXd& to, const Eigen::ArrayXd& of_from, bool of_phi) {
    map_.set(of_from.data());
    transport::push_forward(map_, of_phi ? before_.data() : state_.rho.data(), difference_.data(),
                            transport::Profile::linear);
    difference_ = to - difference_;
    newton_.direction(state_, tau_, to, difference_, ascent_);
    const double product = grid_.cell_volume() * dot(difference_.data(), ascent_.data(), grid_.cells());
    const double before = dual_;
    tried_ = of_phi ? state_.phi : psi_;
    for (int halvings = 0;; ++halvings) {
      advance(of_phi);
      dual_ = value();
      const double expected = sigma_ * product;
      if (expected <= 1e-13 * std::abs(dual_)) break;
      sigma_ = newton_.next_length(sigma_, (dual_ - before) / expected);
      if (before - dual_ <= worst_loss * std::abs(transported()) || halvings == most_halvings) break;
      sigma_ *= 0.5;
    }
    return std::max(product, 0.0);
  }

  /// φ (or ψ) = what it was + σ·ascent, and the other one with it.
  void advance(bool of_phi) {
    if (of_phi) {
      state_.phi = tried_ + sigma_ * ascent_;
      state_.normalise(tau_);
      transport::c_transform(grid_, state_.phi.data(), psi_.data(), Infimum::between_centres);
    } else {
      psi_ = tried_ + sigma_ * ascent_;
      transport::c_transform(grid_, psi_.data(), state_.phi.data(), Infimum::between_centres);
      psi_ -= state_.normalise(tau_);
    }
  }

  Grid grid_;
  GridEnergy energy_;
  GridStepPlan plan_;
  DualAscent newton_;
  transport::CornerMap map_;
  Eigen::ArrayXd psi_, difference_, ascent_, before_, tried_;
  Eigen::ArrayXd external_, around_;  ///< V + W∗ρ, and the one to come
  NormalisedDensity state_;
  double tau_ = 0, sigma_ = 1, dual_ = 0;
};

GridJkoStep::GridJkoStep(const Grid& grid, GridEnergy energy, const GridStepPlan& plan)
    : solver_(std::make_unique<Solver>(grid, std::move(energy), plan)) {}
GridJkoStep::~GridJkoStep() = default;
GridJkoStep::GridJkoStep(GridJkoStep&&) noexcept = default;
GridJkoStep& GridJkoStep::operator=(GridJkoStep&&) noexcept = default;

GridStepReport GridJkoStep::step(double tau, Eigen::ArrayXd& rho) { return solver_->step(tau, rho); }
GridStepReport GridJkoStep::midpoint_step(double tau, Eigen::ArrayXd& rho) {
  return solver_->midpoint_step(tau, rho);
}

}  // namespace kolmo::jko
