#include "sde_convergence/one_step_moments.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sde_convergence/claimed_orders.hpp"
#include "sde_convergence/matrix_processes.hpp"
#include "sde_convergence/single_step.hpp"
#include "sde_convergence/state_noise.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde {
namespace {

using sde_convergence::Periodic;
using sde_convergence::StateNoise;
using verify::test::passes;

TEST(OneStep, MomentsMatchTheExpansionUpToTheWeakOrder) {
  const Periodic additive;
  const StateNoise diagonal;
  const sde_convergence::PlaneNoise plane;
  const sde_convergence::ConstantMatrix constant;
  const sde_convergence::CommutativeMatrix commutative;
  const sde_convergence::NonCommutativeMatrix general;
  for (const SdeScheme* scheme : schemes()) {
    for (const process::Process* process : std::initializer_list<const process::Process*>{
             &additive, &diagonal, &plane, &constant, &commutative, &general}) {
      if (!scheme->can_step(*process) || !sde_convergence::claimed_weak_order(*scheme, *process)) continue;
      EXPECT_TRUE(passes(sde_convergence::one_step_moments(*scheme, *process)));
    }
  }
}

// The expansion by differences against the derivatives: v = g², L = ∂t + f ∂x + ½v ∂xx.
TEST(OneStep, ExpansionIsThatOfTheGenerator) {
  const StateNoise process;
  const double t = 0.3, x = 0.4;
  const sde_convergence::Derivatives d = process.derivatives(t, x);
  const double f = d.f, v = d.g * d.g, v_t = 2 * d.g * d.g_t, v_x = 2 * d.g * d.g_x;
  const double v_xx = 2 * (d.g_x * d.g_x + d.g * d.g_xx);
  const double first[] = {f, v, 0, 0};
  const double second[] = {0.5 * (d.f_t + f * d.f_x + 0.5 * v * d.f_xx),
                           0.5 * (v_t + 2 * f * f + 2 * v * d.f_x + f * v_x + 0.5 * v * v_xx),
                           3 * f * v + 1.5 * v * v_x, 3 * v * v};
  for (int m = 1; m <= 4; ++m) {
    const auto expansion = sde_convergence::moment_expansion(process, t, Eigen::ArrayXd::Constant(1, x), {m});
    EXPECT_NEAR(expansion.first, first[m - 1], 1e-12) << m;
    EXPECT_NEAR(expansion.second, second[m - 1], 1e-8) << m;
  }
}

// Orders alone would let the drift be taken anywhere in the step.
TEST(OneStep, OfEulerMaruyamaIsItsFormula) {
  const Periodic process;
  const double t = 0.3, h = 0.1, x = 0.4, xi = -0.7;
  const Points y =
      sde_convergence::stepped(scheme("euler_maruyama"), process, t, h, Points::Constant(1, 1, x), xi);
  EXPECT_DOUBLE_EQ(y(0, 0), x + h * process.f(t, x) + std::sqrt(process.noise_variance(t, t + h)) * xi);
}

}  // namespace
}  // namespace kolmo::sde
