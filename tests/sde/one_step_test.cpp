// The moments of a single step against its Itô–Taylor expansion: this sees coefficients that are 1 % off.

#include <gtest/gtest.h>

#include <array>

#include "sde/gauss_hermite.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

using test::GaussHermite;
using test::Periodic;

/// Coefficients of h and h² in E (X_{t+h} − x)^m, m = 1 … 4: Lφ and ½L²φ with L = ∂t + f ∂x + ½g² ∂xx.
std::array<std::array<double, 2>, 4> expansion(const Periodic& p, double t, double x) {
  const double f = p.f(t, x), v = p.variance_rate(t);
  return {{{f, 0.5 * (p.f_t(t, x) + f * p.f_x(t, x) + 0.5 * v * p.f_xx(t, x))},
           {v, 0.5 * (p.variance_rate_t(t) + 2 * f * f + 2 * v * p.f_x(t, x))},
           {0, 3 * f * v},
           {0, 3 * v * v}}};
}

double moment(const SdeScheme& scheme, const Periodic& p, double t, double h, double x, int m) {
  const GaussHermite rule(20);
  double sum = 0;
  for (Index q = 0; q < rule.nodes.size(); ++q) {
    const Points y = test::stepped(scheme, p, t, h, Points::Constant(1, 1, x), rule.nodes(q));
    sum += rule.weights(q) * std::pow(y(0, 0) - x, m);
  }
  return sum;
}

// The remainder is of order h^(p+1) with a constant of the size of f's and g²'s derivatives up to the fourth,
// at most 30 here; divided by h^p it is ≤ 30 h = 3e−3. A coefficient of the scheme that is 1 % off changes
// the h^p term by 1 % of something that is 0.5 or more at one of these points: 5e−3.
TEST(OneStep, MomentsMatchTheExpansionUpToTheWeakOrder) {
  const Periodic process;
  const double h = 1e-4;
  for (const SdeScheme* scheme : schemes()) {
    ASSERT_TRUE(scheme->claim().order_weak_additive.has_value());
    const int order = static_cast<int>(*scheme->claim().order_weak_additive);
    for (double t : {0.0, 0.3, 1.1}) {
      for (double x : {-2.0, -0.7, 0.4, 1.5, 2.8}) {
        const auto exact = expansion(process, t, x);
        for (int m = 1; m <= 4; ++m) {
          const auto& c = exact[static_cast<std::size_t>(m - 1)];
          const double expected = c[0] * h + (order >= 2 ? c[1] * h * h : 0);
          const double error = (moment(*scheme, process, t, h, x, m) - expected) / std::pow(h, order);
          EXPECT_NEAR(error, 0, 30 * h)
              << scheme->claim().name << " m = " << m << " t = " << t << " x = " << x;
        }
      }
    }
  }
}

// Orders alone would let the drift be taken anywhere in the step.
TEST(OneStep, OfEulerMaruyamaIsItsFormula) {
  const Periodic process;
  const double t = 0.3, h = 0.1, x = 0.4, xi = -0.7;
  const Points y = test::stepped(scheme("euler_maruyama"), process, t, h, Points::Constant(1, 1, x), xi);
  EXPECT_DOUBLE_EQ(y(0, 0), x + h * process.f(t, x) + std::sqrt(process.noise_variance(t, t + h)) * xi);
}

// Two-sided: the next term of the expansion is missed somewhere, so that the claim is not too low either.
TEST(OneStep, NextTermOfTheExpansionIsMissed) {
  const Periodic process;
  const double h = 1e-3;
  const SdeScheme& euler = scheme("euler_maruyama");
  double worst = 0;
  for (double x : {-2.0, -0.7, 0.4, 1.5, 2.8}) {
    const auto exact = expansion(process, 0.3, x);
    worst = std::max(worst,
                     std::abs(moment(euler, process, 0.3, h, x, 1) - exact[0][0] * h - exact[0][1] * h * h));
  }
  EXPECT_GT(worst, 0.1 * h * h);
}

}  // namespace
}  // namespace kolmo::sde
