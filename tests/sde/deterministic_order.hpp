#pragma once
// Orders without noise.

#include <cmath>

#include "kolmo/sde/simulate.hpp"
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
inline verify::Check deterministic_order(const SdeScheme& scheme) {
  const Noiseless process;
  const Points exact = exact_flow(process);
  const Schedule schedule{{0.0, end_time}, {64}};
  const Snapshots snapshots =
      simulate_snapshots({process, scheme, schedule, nodes, RandomStream(1, 1), 2}, grid());
  const double fine = (snapshots.back()[0] - exact).abs().maxCoeff();
  const double coarse = (snapshots.back()[1] - exact).abs().maxCoeff();
  return verify::test::compared("deterministic order/" + scheme.claim().name,
                                scheme.claim().order_time.value(), std::log2(coarse / fine), 0.1);
}

}  // namespace kolmo::sde::test
