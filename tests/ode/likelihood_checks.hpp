#pragma once
// Places and log densities that a flow carries, against closed forms.

#include <algorithm>
#include <array>
#include <cmath>

#include "kolmo/ode/flow.hpp"
#include "ode/velocities.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::ode::test {

/// Particles on a spiral of their own, so that blocks differ.
inline Points ensemble(Index n) {
  Points x(n, 2);
  for (Index i = 0; i < n; ++i) {
    const double radius = 0.2 + 1.5 * static_cast<double>(i) / static_cast<double>(n);
    const double angle = 0.1 * static_cast<double>(i % 97);
    x(i, 0) = radius * std::cos(angle);
    x(i, 1) = radius * std::sin(angle);
  }
  return x;
}

/// The largest errors of places and of carried log densities at four times; `velocity` should be Spiral. At
/// most 60 steps, each within 1e-9, grown by at most e^{0.6} on this flow.
inline std::array<verify::Check, 2> spiral_errors(const process::VelocityField& velocity) {
  FlowPlan plan;
  plan.times = {0, 0.3, 0.31, 1, 2};
  plan.relative_tolerance = plan.absolute_tolerance = 1e-9;
  plan.log_density = true;
  const Points initial = ensemble(50);
  double place = 0, likelihood = 0;
  flow(velocity, plan, initial, [&](Index k, Index, const ConstBlock& x, const ConstValues* change) {
    for (Index i = 0; i < x.rows(); ++i) {
      const auto exact = Spiral::exact(plan.times[static_cast<std::size_t>(k)], initial(i, 0), initial(i, 1));
      place = std::max({place, std::abs(x(i, 0) - exact.x), std::abs(x(i, 1) - exact.y)});
      likelihood = std::max(likelihood, std::abs((*change)[i] - exact.log_density_change));
    }
  });
  return {verify::test::compared("places", 0, place, 1e-7),
          verify::test::compared("log density", 0, likelihood, 1e-7)};
}

/// Data N(1, ¼) under β = 0.1 + 19.9 t to time t: x_t = M_t + √(V_t/V_0)(x_0 − M_0), and log p changes by −½
/// log(V_t/V_0), the same for every particle. `velocity` should be MixtureFlow({{1, 1.0, 0.5}}).
inline std::array<verify::Check, 2> gaussian_errors(const process::VelocityField& velocity, double t) {
  FlowPlan plan;
  plan.times = {0, t};
  plan.relative_tolerance = plan.absolute_tolerance = 1e-10;
  plan.log_density = true;
  const double alpha = std::exp(-0.5 * (0.1 * t + 9.95 * t * t));
  const double ratio = std::sqrt((alpha * alpha * 0.25 + 1 - alpha * alpha) / 0.25);
  Points initial(100, 1);
  initial.col(0) = Eigen::ArrayXd::LinSpaced(100, -1, 3);
  double place = 0, likelihood = 0;
  flow(velocity, plan, initial, [&](Index k, Index, const ConstBlock& x, const ConstValues* change) {
    if (k == 0) return;
    for (Index i = 0; i < x.rows(); ++i) {
      place = std::max(place, std::abs(x(i, 0) - alpha - ratio * (initial(i, 0) - 1)));
      likelihood = std::max(likelihood, std::abs((*change)[i] + std::log(ratio)));
    }
  });
  return {verify::test::compared("places of a Gaussian", 0, place, 1e-9),
          verify::test::compared("log density of a Gaussian", 0, likelihood, 1e-9)};
}

}  // namespace kolmo::ode::test
