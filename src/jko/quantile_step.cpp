#include "kolmo/jko/quantile_step.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "potential_at.hpp"

namespace kolmo::jko {
namespace {

constexpr double tolerance = 1e-12;
constexpr Index iterations_at_most = 100;
/// Above this residual a Newton step is searched along; below, Newton's method converges quadratically on its
/// own.
constexpr double search_above = 1e-4;

/// Solves the symmetric positive definite tridiagonal system by LDLᵀ; `diagonal` becomes D, `x` the right
/// side and then the solution. False where a pivot is not positive.
bool solve_positive_definite(Eigen::ArrayXd& diagonal, const Eigen::ArrayXd& off, Eigen::ArrayXd& x) {
  const Index n = diagonal.size();
  if (!(diagonal[0] > 0)) return false;
  for (Index j = 1; j < n; ++j) {
    const double factor = off[j - 1] / diagonal[j - 1];
    diagonal[j] -= factor * off[j - 1];
    x[j] -= factor * x[j - 1];
    if (!(diagonal[j] > 0)) return false;
  }
  x[n - 1] /= diagonal[n - 1];
  for (Index j = n - 2; j >= 0; --j) x[j] = (x[j] - off[j] * x[j + 1]) / diagonal[j];
  return true;
}

[[noreturn]] void fail(double t, double tau, const std::string& what) {
  std::ostringstream message;
  message << "jko: quantile step from t = " << t << " with tau = " << tau << ": " << what;
  throw NumericalFailure(message.str());
}

}  // namespace

void QuantileStep::prepare(const LagrangianDensity& rho) {
  const Index n = rho.cells();
  for (auto* cells : {&s_, &first_, &second_, &coupling_}) cells->resize(n);
  for (auto* nodes : {&x_, &force_, &stiffness_, &gradient_, &direction_, &diagonal_}) nodes->resize(n + 1);
  force_.setZero();
  stiffness_.setZero();
  u_.setZero(n + 1);
  gap_ = rho.nodes().tail(n) - rho.nodes().head(n);
}

void QuantileStep::evaluate_gradient(const Energy& energy, double tau, const LagrangianDensity& rho) {
  // g_j = w_j ((u_j − e_j)/τ + V′(X_j)) + ψ′(s_{j−1}) − ψ′(s_j),  s_i = (X_{i+1} − X_i)/m_i
  const Index n = rho.cells();
  s_ = gap_ / rho.masses();
  energy.internal_derivatives(s_.data(), first_.data(), second_.data(), n);
  if (energy.potential() != nullptr) {
    x_ = rho.nodes() + u_;
    potential_derivatives(*energy.potential(), x_, force_, stiffness_);
  }
  gradient_ = rho.node_masses() * ((u_ - offset_) / tau + force_);
  gradient_.head(n) -= first_;
  gradient_.tail(n) += first_;
}

bool QuantileStep::newton_direction(double tau, const LagrangianDensity& rho) {
  const Index n = rho.cells();
  coupling_ = second_ / rho.masses();
  diagonal_ = rho.node_masses() * (1.0 / tau + stiffness_);
  diagonal_.head(n) += coupling_;
  diagonal_.tail(n) += coupling_;
  coupling_ = -coupling_;
  direction_ = -gradient_;
  return solve_positive_definite(diagonal_, coupling_, direction_);
}

double QuantileStep::slope() const { return dot(gradient_.data(), direction_.data(), gradient_.size()); }

double QuantileStep::longest_move() const {
  // No cell may shrink to less than a tenth.
  double longest = 1;
  for (Index i = 0; i < gap_.size(); ++i) {
    const double change = direction_[i + 1] - direction_[i];
    if (longest * change < -0.9 * gap_[i]) longest = -0.9 * gap_[i] / change;
  }
  return longest;
}

void QuantileStep::move(double length) {
  const Index n = gap_.size();
  u_ += length * direction_;
  gap_ += length * (direction_.tail(n) - direction_.head(n));
}

void QuantileStep::search(const Energy& energy, double tau, const LagrangianDensity& rho) {
  // The objective is convex along d: halve the move until the slope there, if positive, is at most half as
  // steep.
  const double steepest = std::abs(slope());
  double length = longest_move();
  u_before_ = u_;
  gap_before_ = gap_;
  for (int halvings = 0; halvings < 60; ++halvings, length /= 2) {
    u_ = u_before_;
    gap_ = gap_before_;
    move(length);
    evaluate_gradient(energy, tau, rho);
    if (slope() <= 0.5 * steepest) return;
  }
}

StepReport QuantileStep::step(const Energy& energy, double t, double tau, LagrangianDensity& rho) {
  return step_from(Eigen::ArrayXd::Zero(rho.nodes().size()), energy, t, tau, rho);
}

StepReport QuantileStep::step_from(const Eigen::ArrayXd& offset, const Energy& energy, double t, double tau,
                                   LagrangianDensity& rho) {
  require(std::isfinite(tau) && tau > 0, "tau", tau, "must be finite and > 0");
  require(offset.size() == rho.nodes().size(), "offsets", static_cast<double>(offset.size()),
          "must be one a node");
  offset_ = offset;
  prepare(rho);
  const double deviation = std::sqrt(rho.variance());
  StepReport report;
  for (report.residual = 1; report.residual > tolerance;) {
    if (report.iterations == iterations_at_most) {
      fail(t, tau, "Newton's method has not converged in 100 iterations; take a smaller tau");
    }
    ++report.iterations;
    evaluate_gradient(energy, tau, rho);
    if (!newton_direction(tau, rho)) {
      fail(t, tau, "the problem is not convex or not finite; take tau < 1/max(−V″), check V on the nodes");
    }
    report.residual = std::sqrt(tau * std::abs(slope())) / deviation;
    if (!std::isfinite(report.residual)) fail(t, tau, "the gradient is not finite; check V on the nodes");
    if (report.residual > search_above) {
      search(energy, tau, rho);
    } else {
      move(longest_move());
    }
  }
  rho.displace(u_);
  x_ = u_ * u_;
  report.increment_squared = dot(rho.node_masses().data(), x_.data(), x_.size());
  report.energy = evaluate(energy, rho);
  return report;
}

}  // namespace kolmo::jko
