#pragma once
// The moments of a single step against its Itô–Taylor expansion: this sees coefficients that are 1 % off.

#include <array>
#include <cmath>
#include <sstream>

#include "sde/claimed_orders.hpp"
#include "sde/gauss_hermite.hpp"
#include "sde/test_processes.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde::test {

/// Coefficients of h and h² in E (X_{t+h} − x)^m, m = 1 … 4: Lφ and ½L²φ with L = ∂t + f ∂x + ½v ∂xx, v = g².
inline std::array<std::array<double, 2>, 4> expansion(const Smooth& p, double t, double x) {
  const Derivatives d = p.derivatives(t, x);
  const double f = d.f, v = d.g * d.g, v_t = 2 * d.g * d.g_t, v_x = 2 * d.g * d.g_x;
  const double v_xx = 2 * (d.g_x * d.g_x + d.g * d.g_xx);
  return {{{f, 0.5 * (d.f_t + f * d.f_x + 0.5 * v * d.f_xx)},
           {v, 0.5 * (v_t + 2 * f * f + 2 * v * d.f_x + f * v_x + 0.5 * v * v_xx)},
           {0, 3 * f * v + 1.5 * v * v_x},
           {0, 3 * v * v}}};
}

inline double moment(const SdeScheme& scheme, const process::Process& p, double t, double h, double x,
                     int m) {
  double sum = 0;
  for_each_node(scheme, p, 20, 8, [&](double xi, double eta, double weight) {
    const Points y = stepped(scheme, p, t, h, Points::Constant(1, 1, x), xi, eta);
    sum += weight * std::pow(y(0, 0) - x, m);
  });
  return sum;
}

/// The largest error of a moment over h^p, p the weak order claimed for the process's noise, at some points.
///
/// The remainder is of order h^(p+1) with a constant of the size of f's and g²'s derivatives up to the
/// fourth, at most 30 here; divided by h^p it is ≤ 30 h = 3e−3. A coefficient of the scheme that is 1 % off
/// changes the h^p term by 1 % of something that is 0.5 or more at one of these points: 5e−3.
inline verify::Check one_step_expansion(const SdeScheme& scheme, const Smooth& smooth = Periodic()) {
  const process::Process& process = smooth.process();
  const double h = 1e-4;
  const int order = static_cast<int>(claimed_weak_order(scheme, process));
  double worst = 0;
  std::string place;
  for (double t : {0.0, 0.3, 1.1}) {
    for (double x : {-2.0, -0.7, 0.4, 1.5, 2.8}) {
      const auto exact = expansion(smooth, t, x);
      for (int m = 1; m <= 4; ++m) {
        const auto& c = exact[static_cast<std::size_t>(m - 1)];
        const double expected = c[0] * h + (order >= 2 ? c[1] * h * h : 0);
        const double error = (moment(scheme, process, t, h, x, m) - expected) / std::pow(h, order);
        if (std::isnan(worst) || std::abs(error) <= std::abs(worst)) continue;
        worst = error;
        std::ostringstream where;
        where << " m = " << m << " t = " << t << " x = " << x;
        place = where.str();
      }
    }
  }
  return verify::test::compared(check_id("one step", scheme, process) + place, 0, worst, 30 * h);
}

}  // namespace kolmo::sde::test
