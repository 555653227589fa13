// The moments of a single step against its Itô–Taylor expansion: this sees coefficients that are 1 % off.

#include <gtest/gtest.h>

#include <array>

#include "sde/gauss_hermite.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

using test::Derivatives;
using test::Periodic;
using test::Smooth;
using test::StateNoise;

/// Coefficients of h and h² in E (X_{t+h} − x)^m, m = 1 … 4: Lφ and ½L²φ with L = ∂t + f ∂x + ½v ∂xx, v = g².
std::array<std::array<double, 2>, 4> expansion(const Smooth& p, double t, double x) {
  const Derivatives d = p.derivatives(t, x);
  const double f = d.f, v = d.g * d.g, v_t = 2 * d.g * d.g_t, v_x = 2 * d.g * d.g_x;
  const double v_xx = 2 * (d.g_x * d.g_x + d.g * d.g_xx);
  return {{{f, 0.5 * (d.f_t + f * d.f_x + 0.5 * v * d.f_xx)},
           {v, 0.5 * (v_t + 2 * f * f + 2 * v * d.f_x + f * v_x + 0.5 * v * v_xx)},
           {0, 3 * f * v + 1.5 * v * v_x},
           {0, 3 * v * v}}};
}

double moment(const SdeScheme& scheme, const process::Process& p, double t, double h, double x, int m) {
  double sum = 0;
  test::for_each_node(scheme, 20, 8, [&](double xi, double eta, double weight) {
    const Points y = test::stepped(scheme, p, t, h, Points::Constant(1, 1, x), xi, eta);
    sum += weight * std::pow(y(0, 0) - x, m);
  });
  return sum;
}

constexpr std::array<double, 3> times{0.0, 0.3, 1.1};
constexpr std::array<double, 5> places{-2.0, -0.7, 0.4, 1.5, 2.8};

// The remainder is of order h^(p+1) with a constant of the size of f's and g²'s derivatives up to the fourth,
// at most 30 here; divided by h^p it is ≤ 30 h = 3e−3. A coefficient of the scheme that is 1 % off changes
// the h^p term by 1 % of something that is 0.5 or more at one of these points: 5e−3.
void expect_moments(const SdeScheme& scheme, const Smooth& smooth, double claimed) {
  const double h = 1e-4;
  const int order = static_cast<int>(claimed);
  for (double t : times) {
    for (double x : places) {
      const auto exact = expansion(smooth, t, x);
      for (int m = 1; m <= 4; ++m) {
        const auto& c = exact[static_cast<std::size_t>(m - 1)];
        const double expected = c[0] * h + (order >= 2 ? c[1] * h * h : 0);
        const double error = (moment(scheme, smooth.process(), t, h, x, m) - expected) / std::pow(h, order);
        EXPECT_NEAR(error, 0, 30 * h) << scheme.claim().name << " on " << smooth.process().name()
                                      << " m = " << m << " t = " << t << " x = " << x;
      }
    }
  }
}

TEST(OneStep, MomentsMatchTheExpansionUpToTheWeakOrder) {
  for (const SdeScheme* scheme : schemes()) {
    ASSERT_TRUE(scheme->claim().order_weak_additive.has_value());
    expect_moments(*scheme, Periodic(), *scheme->claim().order_weak_additive);
    if (!scheme->accepts(process::NoiseKind::diagonal)) continue;
    ASSERT_TRUE(scheme->claim().order_weak_general.has_value());
    expect_moments(*scheme, StateNoise(), *scheme->claim().order_weak_general);
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
