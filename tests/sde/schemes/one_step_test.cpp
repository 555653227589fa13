#include "kolmo/measure/sde/one_step_moments.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/measure/problems/matrix_processes.hpp"
#include "kolmo/measure/problems/state_noise.hpp"
#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/single_step.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde {
namespace {

using measure::Periodic;
using measure::StateNoise;
using verify::test::passes;

TEST(OneStep, MomentsMatchTheExpansionUpToTheWeakOrder) {
  const Periodic additive;
  const StateNoise diagonal;
  const measure::PlaneNoise plane;
  const measure::ConstantMatrix constant;
  const measure::CommutativeMatrix commutative;
  const measure::NonCommutativeMatrix general;
  for (const SdeScheme* scheme : schemes()) {
    for (const process::Process* process : std::initializer_list<const process::Process*>{
             &additive, &diagonal, &plane, &constant, &commutative, &general}) {
      if (!scheme->can_step(*process) || !measure::claimed_weak_order(*scheme, *process)) continue;
      EXPECT_TRUE(passes(measure::one_step_moments(*scheme, *process)));
    }
  }
}

// The expansion by differences against the derivatives: v = g², L = ∂t + f ∂x + ½v ∂xx.
TEST(OneStep, ExpansionIsThatOfTheGenerator) {
  const StateNoise process;
  const double t = 0.3, x = 0.4;
  const measure::Derivatives d = process.derivatives(t, x);
  const double f = d.f, v = d.g * d.g, v_t = 2 * d.g * d.g_t, v_x = 2 * d.g * d.g_x;
  const double v_xx = 2 * (d.g_x * d.g_x + d.g * d.g_xx);
  const double first[] = {f, v, 0, 0};
  const double second[] = {0.5 * (d.f_t + f * d.f_x + 0.5 * v * d.f_xx),
                           0.5 * (v_t + 2 * f * f + 2 * v * d.f_x + f * v_x + 0.5 * v * v_xx),
                           3 * f * v + 1.5 * v * v_x, 3 * v * v};
  for (int m = 1; m <= 4; ++m) {
    const auto expansion = measure::moment_expansion(process, t, Eigen::ArrayXd::Constant(1, x), {m});
    EXPECT_NEAR(expansion.first, first[m - 1], 1e-12) << m;
    EXPECT_NEAR(expansion.second, second[m - 1], 1e-8) << m;
  }
}

// Orders alone would let the drift be taken anywhere in the step.
TEST(OneStep, OfEulerMaruyamaIsItsFormula) {
  const Periodic process;
  const double t = 0.3, h = 0.1, x = 0.4, xi = -0.7;
  const Points y = measure::stepped(scheme("euler_maruyama"), process, t, h, Points::Constant(1, 1, x), xi);
  EXPECT_DOUBLE_EQ(y(0, 0), x + h * process.f(t, x) + std::sqrt(process.noise_variance(t, t + h)) * xi);
}

}  // namespace
}  // namespace kolmo::sde
