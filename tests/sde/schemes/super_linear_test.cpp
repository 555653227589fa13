// dX = −X³ dt + √2 dW, on which explicit schemes diverge.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/measure/sde/single_step.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/drift_implicit.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

constexpr Index particles = 20000;

Points run(const SdeScheme& scheme, double h) {
  const test::Cubic process;
  const Schedule schedule = Schedule::with_step({0.0, 6.0}, h);
  return simulate_snapshots({process, scheme, schedule, particles, RandomStream(6, 6)},
                            Points(Points::Constant(particles, 1, 10.0)))
      .back()[0];
}

// From 10 with h = 1/16: h x² = 6, so that an explicit step overshoots more each time.
TEST(SuperLinearDrift, DrivesEulerOutOfTheFiniteNumbers) {
  EXPECT_THROW(run(scheme("euler_maruyama"), 1.0 / 16), NumericalFailure);
}

// The stationary law ∝ exp(−x⁴/4) has E X² = 2 Γ(¾)/Γ(¼) and Var X² = 1 − (E X²)² = 0.54; T = 6 leaves
// e^(−2·1.4·6) of the start. Tolerance: 6 standard errors (0.031) and a bias of h: schemes of weak order 1
// move E X² by about ½h E X⁶ = 1.5 h E X² at most.
TEST(SuperLinearDrift, IsFollowedByTamedAndImplicitSchemesToTheStationaryLaw) {
  const double h = 1.0 / 16, exact = 2 * std::tgamma(0.75) / std::tgamma(0.25);
  for (const char* name : {"tamed_euler", "drift_implicit_euler", "drift_implicit_trapezoid"}) {
    const double square = run(scheme(name), h).square().mean();
    EXPECT_NEAR(square, exact, 6 * std::sqrt(0.54 / particles) + 1.5 * h * exact) << name;
  }
}

TEST(DriftImplicit, SolvesItsEquation) {
  const test::Periodic process;
  const double t = 0.3, h = 0.1, x = 0.4, xi = -0.7;
  for (const auto& [name, theta] :
       {std::pair{"drift_implicit_euler", 1.0}, {"drift_implicit_trapezoid", 0.5}}) {
    const double y = measure::stepped(scheme(name), process, t, h, Points::Constant(1, 1, x), xi)(0, 0);
    const double noise = std::sqrt(process.noise_variance(t, t + h)) * xi;
    EXPECT_NEAR(y, x + h * ((1 - theta) * process.f(t, x) + theta * process.f(t + h, y)) + noise, 1e-14);
  }
}

/// f = x² + 1: one step of length 10 has no solution.
class Unsolvable final : public test::Cubic {
 public:
  double f(double, double x) const override { return x * x + 1; }
  double f_x(double, double x) const override { return 2 * x; }
};

TEST(DriftImplicit, SaysWhereItsEquationHasNoSolution) {
  try {
    measure::stepped(scheme("drift_implicit_euler"), Unsolvable(), 0.5, 10, Points::Constant(3, 1, 0.4), 0);
    FAIL();
  } catch (const NumericalFailure& error) {
    const std::string message = error.what();
    for (const char* part : {"drift_implicit_euler", "t = 0.5", "smaller steps"}) {
      EXPECT_NE(message.find(part), std::string::npos) << part << " in: " << message;
    }
  }
  EXPECT_THROW(DriftImplicit(0.4, drift_implicit_euler_claim()), InvalidArgument);
}

TEST(TamedEuler, TamesTheLengthOfTheDriftInTheWholeSpace) {
  const test::PlaneNoise process;
  const Points x = Points::Constant(2, 2, 0.3);
  Points f = x;
  process.drift(0.2, x, f);
  const Points y = measure::stepped(scheme("tamed_euler"), process, 0.2, 0.5, x, 0);
  const double length = std::sqrt(f(0, 0) * f(0, 0) + f(0, 1) * f(0, 1));
  for (Index j = 0; j < 2; ++j) EXPECT_NEAR(y(0, j), 0.3 + 0.5 * f(0, j) / (1 + 0.5 * length), 1e-15);
}

}  // namespace
}  // namespace kolmo::sde
