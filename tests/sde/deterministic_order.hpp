#pragma once
// Orders without noise.

#include <cmath>

#include "kolmo/sde/simulate.hpp"
#include "sde/claimed_orders.hpp"
#include "sde/weak_order.hpp"

namespace kolmo::sde::test {

/// x′ = f(t, x) from every point of the grid, by the classical Runge–Kutta method with 1000 steps: error ~
/// 1e−12.
inline Points exact_flow(const Periodic& process) {
  Points x = grid();
  const double h = end_time / 1000;
  for (Index j = 0; j < nodes; ++j) {
    double& y = x(j, 0);
    for (int n = 0; n < 1000; ++n) {
      const double t = n * h;
      const double a = process.f(t, y), b = process.f(t + h / 2, y + h / 2 * a),
                   c = process.f(t + h / 2, y + h / 2 * b), d = process.f(t + h, y + h * c);
      y += h / 6 * (a + 2 * b + 2 * c + d);
    }
  }
  return x;
}

/// log₂ of the ratio of the largest errors over all starting points at 32 and 64 steps, against the claim.
/// The process has the drift of Periodic and no noise, whatever the form of its noise.
inline verify::Check deterministic_order(const SdeScheme& scheme,
                                         const process::Process& process = Noiseless()) {
  static const Points exact = exact_flow(Noiseless());
  const Schedule schedule{{0.0, end_time}, {64}};
  const Snapshots snapshots =
      simulate_snapshots({process, scheme, schedule, nodes, RandomStream(1, 1), 2}, grid());
  const double fine = (snapshots.back()[0] - exact).abs().maxCoeff();
  const double coarse = (snapshots.back()[1] - exact).abs().maxCoeff();
  return verify::test::compared(check_id("deterministic order", scheme, process),
                                scheme.claim().order_time.value(), std::log2(coarse / fine), 0.1);
}

/// The largest error of the second term of x(t + h) = x + h f + ½h² (f_t + f f_x) + O(h³) at some points,
/// over h²: a weight of the drift that is 1 % off shows, which the slope need not see. The remainder and
/// rounding are those of the strong expansion. The process is one that `deterministic_order` takes.
inline verify::Check deterministic_second_term(const SdeScheme& scheme,
                                               const process::Process& process = Noiseless()) {
  const Noiseless flow;
  const double t = 0.3, h = 1e-5;
  double worst = 0;
  for (double x : {-2.0, -0.7, 0.4, 1.5, 2.8}) {
    const double f = flow.f(t, x), second = flow.f_t(t, x) + f * flow.f_x(t, x);
    const double y = stepped(scheme, process, t, h, Points::Constant(1, 1, x), 0.8, -0.4)(0, 0);
    const double error = (y - x - h * f) / (h * h) - 0.5 * second;
    if (!std::isnan(worst) && !(std::abs(error) <= std::abs(worst))) worst = error;
  }
  return verify::test::compared(check_id("deterministic second term", scheme, process), 0, worst, 5e-4);
}

}  // namespace kolmo::sde::test
