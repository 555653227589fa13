#include "kolmo/sde/schemes/drift_implicit.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "eliminate.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "noise_terms.hpp"

namespace kolmo::sde {
namespace {

constexpr int most_iterations = 50;
constexpr double tolerance = 0x1p-48;

/// One iteration towards y − c f(y) = goal in one dimension, for every point whose `open` is not 0; returns
/// how many stay open. A step that led to where f is not a number (beyond a singular wall) is halved towards
/// `last`, the place before it. A point ends where a change is below 2^−48 of the largest of the equation's
/// three terms, whatever the unit of length.
KOLMO_VECTORISED Index newton_line(double c, const double* goal, const double* f, const double* f_x,
                                   double* y, double* last, double* open, Index n) {
  Index left = 0;
  for (Index i = 0; i < n; ++i) {
    const bool outside = f[i] != f[i];
    const double full = outside ? 0.5 * (y[i] - last[i]) : (y[i] - c * f[i] - goal[i]) / (1 - c * f_x[i]);
    const double change = open[i] == 0 ? 0 : full;
    last[i] = outside ? last[i] : y[i];
    const double term = std::abs(c * f[i]), aim = std::abs(goal[i]), place = std::abs(y[i]);
    const double larger = term > aim ? term : aim, size = larger > place ? larger : place;
    y[i] -= change;
    const bool stays = outside ? change != 0 : std::abs(change) > tolerance * size;
    open[i] = stays ? 1 : 0;
    left += stays ? 1 : 0;
  }
  return left;
}

/// The same in any dimension, point by point; `system` holds d² + d numbers. A point that is not finite is
/// closed: the driver finds it.
Index newton(double c, const ConstBlock& goal, const ConstBlock& f, const ConstBlock& jacobian, Block y,
             Block last, Values open, double* system) {
  const Index d = y.cols();
  if (d == 1) {
    return newton_line(c, goal.data(), f.data(), jacobian.data(), y.data(), last.data(), open.data(),
                       y.rows());
  }
  double* change = system + d * d;
  Index left = 0;
  for (Index i = 0; i < y.rows(); ++i) {
    if (open(i) == 0) continue;
    for (Index j = 0; j < d; ++j) {
      change[j] = y(i, j) - c * f(i, j) - goal(i, j);
      for (Index k = 0; k < d; ++k) system[j * d + k] = (j == k ? 1 : 0) - c * jacobian(i, k * d + j);
    }
    eliminate(system, change, d);
    double size = 0;
    for (Index j = 0; j < d; ++j) {
      size = std::max({size, std::abs(y(i, j)), std::abs(c * f(i, j)), std::abs(goal(i, j))});
      y(i, j) -= change[j];
    }
    bool arrived = true;
    for (Index j = 0; j < d; ++j) arrived = arrived && !(std::abs(change[j]) > tolerance * size);
    open(i) = arrived ? 0 : 1;
    left += arrived ? 0 : 1;
  }
  return left;
}

[[noreturn]] void fail(const std::string& scheme, double t, double h, const ConstValues& open) {
  Index row = 0;
  while (open(row) == 0) ++row;
  std::ostringstream message;
  message << "scheme " << scheme << ": the equation of the step from t = " << t << " of length " << h
          << " is not solved after " << most_iterations << " iterations of Newton's method (row " << row
          << " of its block): take smaller steps";
  throw NumericalFailure(message.str());
}

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
  return 5 + std::max(process.dimension(), noise_blocks(process));
}

void DriftImplicit::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                         Workspace& workspace) const {
  const Index n = x.rows(), d = x.cols();
  Block f = workspace.block(0, n), goal = workspace.block(1, n), last = workspace.block(4, n),
        jacobian = workspace.blocks(5, d, n);
  Values open = workspace.block(2, n).col(0);
  double* system = workspace.block(3, n).data();  // block_rows·d numbers in a row, whatever n
  // goal = X + (1 − θ) h f(t, X) + noise
  goal = x;
  f.setZero();
  if (theta_ < 1) {
    process.drift(t, x, f);
    f *= 1 - theta_;
  }
  euler_update(process, t, h, f, goal, increment, workspace, 5);
  open.setConstant(1);
  last = x;
  for (int k = 0; k < most_iterations; ++k) {
    process.drift(t + h, x, f);
    process.drift_jacobian(t + h, x, jacobian);
    if (newton(theta_ * h, goal, f, jacobian, x, last, open, system) == 0) return;
  }
  fail(claim_.name, t, h, open);
}

}  // namespace kolmo::sde
