#include "kolmo/sde/drift_implicit.hpp"

#include <cmath>
#include <sstream>

#include "block_kernels.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::sde {
namespace {

constexpr int most_iterations = 50;
constexpr double tolerance = 0x1p-48;

/// One iteration towards y − c f(y) = goal for every point whose `open` is not 0; returns how many stay open.
/// A point that is not finite is closed: the driver finds it.
Index newton(double c, const ConstBlock& goal, const ConstBlock& f, const ConstBlock& f_x, Block y,
             Block open) {
  Index left = 0;
  for (Index i = 0; i < y.rows(); ++i) {
    if (open(i, 0) == 0) continue;
    const double change = (y(i, 0) - c * f(i, 0) - goal(i, 0)) / (1 - c * f_x(i, 0));
    y(i, 0) -= change;
    const bool arrived = !(std::abs(change) > tolerance * std::max(1.0, std::abs(y(i, 0))));
    open(i, 0) = arrived ? 0 : 1;
    left += arrived ? 0 : 1;
  }
  return left;
}

[[noreturn]] void fail(const std::string& scheme, double t, double h, const ConstBlock& open) {
  Index row = 0;
  while (open(row, 0) == 0) ++row;
  std::ostringstream message;
  message << "scheme " << scheme << ": the equation of the step from t = " << t << " of length " << h
          << " is not solved after " << most_iterations << " iterations of Newton's method (row " << row
          << " of its block): take smaller steps";
  throw NumericalFailure(message.str());
}

Claim claim_of(const char* name, double theta_order, const char* source) {
  return {.name = name,
          .source = source,
          .order_time = theta_order,
          .order_strong_commutative = 0.5,
          .order_strong_additive = 1,
          .order_weak_general = 1,
          .order_weak_additive = theta_order,
          .calculus = "Itô",
          .needs = "scalar or diagonal noise in one dimension, with ∂f/∂x",
          .evaluations_per_step = 2};
}

}  // namespace

Claim drift_implicit_euler_claim() {
  return claim_of("drift_implicit_euler", 1, "Kloeden and Platen 1992, equation (12.2.2)");
}

Claim drift_implicit_trapezoid_claim() {
  return claim_of("drift_implicit_trapezoid", 2, "Kloeden and Platen 1992, equation (12.2.3), θ = ½");
}

DriftImplicit::DriftImplicit(double theta, Claim claim) : theta_(theta), claim_(std::move(claim)) {
  require(theta >= 0.5 && theta <= 1, "theta", theta, "must be between 1/2 and 1");
}

void DriftImplicit::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                         Workspace& workspace) const {
  const Index n = x.rows();
  Block f = workspace.block(0, n), f_x = workspace.block(1, n), goal = workspace.block(2, n);
  Block noise = workspace.block(3, n), open = workspace.block(4, n);
  // goal = X + (1 − θ) h f(t, X) + noise
  goal = x;
  process.drift(t, x, f);
  add_scaled((1 - theta_) * h, f, goal);
  if (process.noise_kind() == process::NoiseKind::scalar) {
    increment.add_to(std::sqrt(process.noise_variance(t, t + h)), goal);
  } else {
    process.diffusion_diagonal(t, x, noise);
    add_noise(std::sqrt(h), noise, increment.materialise(), goal);
  }
  open.setConstant(1);
  for (int k = 0; k < most_iterations; ++k) {
    process.drift(t + h, x, f);
    process.drift_divergence(t + h, x, f_x.col(0));
    if (newton(theta_ * h, goal, f, f_x, x, open) == 0) return;
  }
  fail(claim_.name, t, h, open);
}

}  // namespace kolmo::sde
