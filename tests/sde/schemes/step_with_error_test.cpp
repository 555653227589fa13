// The embedded estimate of the error of a step.

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/measure/problems/matrix_processes.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"
#include "sde/matrix_processes.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

/// One step of 500 particles and its estimate.
struct Estimated {
  Points x, plain, error;

  Estimated(const SdeScheme& scheme, const process::Process& process, double t, double h,
            const Points& start) {
    Points z(start.rows(), process.noise_dimension()), u = z;
    RandomStream(5, 1).normals(0, 0, z);
    RandomStream(5, 2).normals(0, 0, u);
    Workspace workspace(start.cols(), scheme.workspace_blocks(process));
    Increment increment{Block(z), Block(u)};
    x = plain = start;
    error = Points::Constant(start.rows(), start.cols(), -1);
    scheme.step(process, t, h, plain, increment, workspace);
    scheme.step_with_error(process, t, h, x, increment, workspace, error);
  }
};

const test::Periodic& additive() {
  static const test::Periodic process;
  return process;
}

std::vector<const process::Process*> processes() {
  static const test::StateNoise state;
  static const test::PlaneNoise plane;
  static const test::ConstantNoise constant;
  static const measure::OneMotionMatrix one_motion;
  return {&additive(), &state, &plane, &constant, &one_motion};
}

TEST(StepWithError, TakesTheStepBitForBit) {
  int compared = 0;
  for (const SdeScheme* scheme : schemes()) {
    for (const process::Process* process : processes()) {
      if (!scheme->estimates_error() || !scheme->can_step(*process)) continue;
      const Estimated step(*scheme, *process, 0.3, 0.1, Points::Constant(500, process->dimension(), 0.4));
      EXPECT_TRUE((step.x == step.plain).all()) << scheme->claim().name << " " << process->name();
      EXPECT_TRUE((step.error >= 0).all()) << scheme->claim().name << " " << process->name();
      ++compared;
    }
  }
  EXPECT_GE(compared,
            3 * 2 + 4);  // SRA1 to SRA3 on additive noise, SRI1W1 on the others and one Brownian motion
}

// Both parts are of h^{3/2}: ΔZ in the drift's support, and h times ΔZ/h or I₁₁₁/h. The root mean square of
// 500 particles is of the same numbers for both steps; its slope is off by O(√h) = 0.03.
TEST(StepWithError, EstimatesAnErrorOfOrderOneAndAHalf) {
  const double h = 1e-4;
  for (const SdeScheme* scheme : schemes()) {
    for (const process::Process* process : processes()) {
      if (!scheme->estimates_error() || !scheme->can_step(*process)) continue;
      const Points start = Points::Constant(500, process->dimension(), 0.4);
      const Points coarse = Estimated(*scheme, *process, 0.3, h, start).error;
      const Points fine = Estimated(*scheme, *process, 0.3, h / 16, start).error;
      const double order = std::log2(coarse.square().mean() / fine.square().mean()) / 8;
      EXPECT_NEAR(order, 1.5, 0.05) << scheme->claim().name << " " << process->name();
    }
  }
}

double estimate(const SdeScheme& scheme, const process::Process& process, double t, double h, double x,
                double z, double u) {
  Points y = Points::Constant(1, 1, x), error(1, 1);
  Points normals = Points::Constant(1, 1, z), area = Points::Constant(1, 1, u);
  Workspace workspace(1, scheme.workspace_blocks(process));
  Increment increment{Block(normals), Block(area)};
  scheme.step_with_error(process, t, h, y, increment, workspace, error);
  return error(0, 0);
}

// Written out from the formulas of Rößler (2010).
TEST(StepWithError, OfSra3IsItsFormula) {
  const test::Periodic& p = additive();
  const double t = 0.3, h = 0.1, x = 0.4, z = -0.7, u = 1.2;
  const double area = 0.5 * std::sqrt(h) * (z + u / std::sqrt(3.0));  // ΔZ/h
  const double g0 = p.diffusion(t), g1 = p.diffusion(t + h);
  const double f0 = p.f(t, x), f1 = p.f(t + h, x + h * f0);
  const double f2 = p.f(t + h / 2, x + h / 4 * (f0 + f1) + (g1 + g0 / 2) * area);
  const double expected = std::abs(h * (-5.0 / 6 * f0 + f1 / 6 + 2.0 / 3 * f2)) + std::abs((g0 - g1) * area);
  EXPECT_NEAR(estimate(scheme("sra3"), p, t, h, x, z, u), expected, 1e-15);
}

TEST(StepWithError, OfSri1w1IsItsFormula) {
  const test::StateNoise p;
  const double t = 0.3, h = 0.1, x = 0.4, z = -0.7, u = 1.2, root_h = std::sqrt(h);
  const auto f = [&](double s, double y) { return p.derivatives(s, y).f; };
  const auto g = [&](double s, double y) { return p.derivatives(s, y).g; };
  const double area = 0.5 * root_h * (z + u / std::sqrt(3.0)), cube = root_h * (z * z * z - 3 * z) / 6;
  const double f0 = f(t, x), g0 = g(t, x);
  const double f1 = f(t + 0.75 * h, x + 0.75 * h * f0 + 1.5 * g0 * area);
  const double g1 = g(t + h / 4, x + h / 4 * f0 + root_h / 2 * g0), g2 = g(t + h, x + h * f0 - root_h * g0);
  const double g3 = g(t + h / 4, x + h / 4 * f0 + root_h * (-5 * g0 + 3 * g1 + g2 / 2));
  const double noise =
      (2 * g0 - 4.0 / 3 * g1 - 2.0 / 3 * g2) * area + (-2 * g0 + 5.0 / 3 * g1 - 2.0 / 3 * g2 + g3) * cube;
  EXPECT_NEAR(estimate(scheme("sri1w1"), p, t, h, x, z, u), std::abs(h * 2 / 3 * (f1 - f0)) + std::abs(noise),
              1e-15);
}

TEST(StepWithError, IsRefusedWhereThereIsNone) {
  EXPECT_THROW(Estimated(scheme("platen"), additive(), 0.3, 0.1, Points::Zero(3, 1)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::sde
