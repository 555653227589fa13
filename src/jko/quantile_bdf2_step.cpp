#include "kolmo/jko/quantile_bdf2_step.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {
namespace {

constexpr double longest_ratio = 2;  ///< BDF2 is stable for ratios below 1 + √2

double moved_squared(const LagrangianDensity& rho, const Eigen::ArrayXd& before) {
  const Eigen::ArrayXd squares = (rho.nodes() - before).square();
  return dot(rho.node_masses().data(), squares.data(), squares.size());
}

}  // namespace

bool QuantileBdf2Step::continues(double t, double tau, const LagrangianDensity& rho) const {
  return left_.size() == rho.nodes().size() && std::abs(t - end_) <= 1e-9 * (tau + std::abs(t)) &&
         tau <= longest_ratio * tau_ && (left_ == rho.nodes()).all() && (masses_ == rho.masses()).all();
}

StepReport QuantileBdf2Step::start(const Energy& energy, double t, double tau, LagrangianDensity& rho) {
  const LagrangianDensity origin = rho;
  StepReport report = newton_.step(energy, t, tau / 2, rho);
  try {
    const StepReport second = newton_.step(energy, t + tau / 2, tau / 2, rho);
    report.residual = std::max(report.residual, second.residual);
    report.iterations += second.iterations;
    report.energy = second.energy;
  } catch (...) {
    rho = origin;
    throw;
  }
  report.increment_squared = moved_squared(rho, origin.nodes());
  return report;
}

StepReport QuantileBdf2Step::step(const Energy& energy, double t, double tau, LagrangianDensity& rho) {
  require(std::isfinite(tau) && tau > 0, "tau", tau, "must be finite and > 0");
  const Eigen::ArrayXd from = rho.nodes();
  StepReport report;
  if (continues(t, tau, rho)) {
    const double r = tau / tau_;
    const Eigen::ArrayXd offset = r * r / (1 + 2 * r) * (from - before_);
    report = newton_.step_from(offset, energy, t, tau * (1 + r) / (1 + 2 * r), rho);
  } else {
    report = start(energy, t, tau, rho);
  }
  before_ = from;
  left_ = rho.nodes();
  masses_ = rho.masses();
  end_ = t + tau;
  tau_ = tau;
  return report;
}

}  // namespace kolmo::jko
