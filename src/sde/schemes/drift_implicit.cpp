#include "kolmo/sde/schemes/drift_implicit.hpp"

#include <algorithm>

#include "implicit_equation.hpp"
#include "kolmo/core/errors.hpp"
#include "noise_terms.hpp"

namespace kolmo::sde {
namespace {

Claim claim_of(const char* name, double theta_order, const char* source) {
  return {.name = name,
          .source = source,
          .orders = {{Sense::time, theta_order},
                     {Sense::strong, Context::general, 0.5},
                     {Sense::strong, Context::commutative, 0.5},
                     {Sense::strong, Context::additive, 1},
                     {Sense::weak, Context::general, 1},
                     {Sense::weak, Context::additive, theta_order}},
          .calculus = "Itô",
          .needs = "any noise, with the Jacobian of the drift",
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

Index DriftImplicit::workspace_blocks(const process::Process& process) const {
  return 2 + std::max(implicit_blocks(process.dimension()), noise_blocks(process));
}

void DriftImplicit::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                         Workspace& workspace) const {
  const Index n = x.rows();
  Block f = workspace.block(0, n), goal = workspace.block(1, n);
  // goal = X + (1 − θ) h f(t, X) + noise
  goal = x;
  f.setZero();
  if (theta_ < 1) {
    process.drift(t, x, f);
    f *= 1 - theta_;
  }
  euler_update(process, t, h, f, goal, increment, workspace, 2);
  solve_implicit({process, claim_.name, t, h, t + h, theta_ * h}, goal, x, workspace, 2);
}

}  // namespace kolmo::sde
