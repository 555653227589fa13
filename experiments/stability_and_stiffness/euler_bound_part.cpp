// Explicit Euler on x' = A x with eigenvalues -a ± ib: |1 + hλ| ≤ 1 is h ≤ -2 Re λ/|λ|² = 2a/(a² + b²).

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "stability_and_stiffness/parts.hpp"

namespace kolmo::stability_and_stiffness {
namespace {

/// Whether 4000 steps of h shrink a point: with |1 + hλ| = 1 ± 1e-2 that is a factor of e^{±40}.
bool shrinks(double a, double b, double h) {
  const ode::System system = [=](double, const ode::State& x, ode::State& slope) {
    slope[0] = -a * x[0] - b * x[1];
    slope[1] = b * x[0] - a * x[1];
  };
  const auto stepper = ode::find_stepper("euler").make();
  ode::State x(2), slope(2), x_new(2), slope_new(2);
  x << 1, 0;
  system(0, x, slope);
  for (int n = 0; n < 4000; ++n) {
    stepper->step(system, 0, h, x, slope, x_new, slope_new, nullptr);
    x.swap(x_new);
    slope.swap(slope_new);
  }
  return x.norm() < 1;
}

/// The largest stable step, by bisection.
double bound(double a, double b) {
  double stable = 0, unstable = 4 / a;
  for (int k = 0; k < 40; ++k) {
    const double middle = 0.5 * (stable + unstable);
    (shrinks(a, b, middle) ? stable : unstable) = middle;
  }
  return stable;
}

}  // namespace

frame::Plan euler_bound_plan() {
  frame::Plan plan{
      "Explicit Euler's bound",
      "The largest step at which 4000 steps on a damped rotation with eigenvalues -1 +- i b do not grow."};
  for (const double b : {0.0, 1.0, 3.0, 10.0}) {
    const double expected = 2 / (1 + b * b);
    plan.checks.push_back({"b_" + number_text(b), [=] {
                             return verify::value_check(expected, bound(1, b), 0.01 * expected,
                                                        "h = -2 Re lambda/|lambda|^2", "largest stable step");
                           }});
  }
  return plan;
}

}  // namespace kolmo::stability_and_stiffness
