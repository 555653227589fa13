#pragma once
// The moments of a single step against its Itô–Taylor expansion: this sees coefficients that are 1 % off.

#include <array>
#include <cmath>
#include <sstream>

#include "sde/gauss_hermite.hpp"
#include "sde/test_processes.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde::test {

/// Coefficients of h and h² in E (X_{t+h} − x)^m, m = 1 … 4: Lφ and ½L²φ with L = ∂t + f ∂x + ½g² ∂xx.
inline std::array<std::array<double, 2>, 4> expansion(const Periodic& p, double t, double x) {
  const double f = p.f(t, x), v = p.variance_rate(t);
  return {{{f, 0.5 * (p.f_t(t, x) + f * p.f_x(t, x) + 0.5 * v * p.f_xx(t, x))},
           {v, 0.5 * (p.variance_rate_t(t) + 2 * f * f + 2 * v * p.f_x(t, x))},
           {0, 3 * f * v},
           {0, 3 * v * v}}};
}

inline double moment(const SdeScheme& scheme, const Periodic& p, double t, double h, double x, int m) {
  const GaussHermite rule(20);
  double sum = 0;
  for (Index q = 0; q < rule.nodes.size(); ++q) {
    const Points y = stepped(scheme, p, t, h, Points::Constant(1, 1, x), rule.nodes(q));
    sum += rule.weights(q) * std::pow(y(0, 0) - x, m);
  }
  return sum;
}

/// The largest error of a moment over h^p, p the claimed weak order, at some points.
///
/// The remainder is of order h^(p+1) with a constant of the size of f's and g²'s derivatives up to the
/// fourth, at most 30 here; divided by h^p it is ≤ 30 h = 3e−3. A coefficient of the scheme that is 1 % off
/// changes the h^p term by 1 % of something that is 0.5 or more at one of these points: 5e−3.
inline verify::Check one_step_expansion(const SdeScheme& scheme) {
  const Periodic process;
  const double h = 1e-4;
  const int order = static_cast<int>(scheme.claim().order_weak_additive.value());
  double worst = 0;
  std::string place;
  for (double t : {0.0, 0.3, 1.1}) {
    for (double x : {-2.0, -0.7, 0.4, 1.5, 2.8}) {
      const auto exact = expansion(process, t, x);
      for (int m = 1; m <= 4; ++m) {
        const auto& c = exact[static_cast<std::size_t>(m - 1)];
        const double expected = c[0] * h + (order >= 2 ? c[1] * h * h : 0);
        const double error = (moment(scheme, process, t, h, x, m) - expected) / std::pow(h, order);
        if (std::abs(error) <= std::abs(worst)) continue;
        worst = error;
        std::ostringstream where;
        where << " m = " << m << " t = " << t << " x = " << x;
        place = where.str();
      }
    }
  }
  return verify::test::compared("one step/" + scheme.claim().name + place, 0, worst, 30 * h);
}

}  // namespace kolmo::sde::test
