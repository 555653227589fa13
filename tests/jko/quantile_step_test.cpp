// The quantile step against the closed form between Gaussians, and what it refuses.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <memory>

#include "jko/gaussian_checks.hpp"
#include "jko/line_problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/jko/flow.hpp"
#include "kolmo/jko/gaussian_step.hpp"
#include "kolmo/jko/quantile_step.hpp"

namespace kolmo::jko {
namespace {

using test::number;
using verify::test::passes;

TEST(QuantileStep, agrees_with_the_gaussian_closed_form) {
  for (const auto& [count, tau] : {std::pair{1, 0.5}, {1, 0.01}, {200, 0.01}}) {
    QuantileStep step;
    const auto errors = test::gaussian_errors(step, test::gaussian_energy(), 2000, count, tau);
    EXPECT_LE(errors.largest_residual, 1e-12);
    EXPECT_LE(errors.most_iterations, 15);
    for (const verify::Check& check : test::closed_form(errors)) {
      EXPECT_TRUE(passes(check)) << count << ' ' << tau;
    }
  }
}

TEST(QuantileStep, is_of_second_order_in_the_node_spacing) {
  for (const bool heat : {false, true}) {
    for (const verify::Check& check : test::order_in_cells(find_step("quantile"), heat)) {
      EXPECT_TRUE(passes(check));
    }
  }
}

TEST(QuantileStep, is_of_first_order_in_tau) {
  EXPECT_TRUE(passes(test::order_in_tau(find_step("quantile"))));
}

TEST(QuantileStep, reports_a_residual_that_sees_a_node_out_of_place) {
  // The residual of the step's own equation, recomputed from scratch at the new nodes, and with one node
  // moved.
  const FreeEnergy energy(std::make_shared<DoubleWell>(), 0.5);
  const LagrangianDensity before = lagrangian_density(TwoGaussians(-0.5, 0.3), 300);
  LagrangianDensity after = before;
  const double tau = 0.01;
  QuantileStep().step(energy, 0, tau, after);
  const auto residual = [&](const Eigen::ArrayXd& x) {
    double squares = 0;
    const auto& w = before.node_masses();
    const auto& m = before.masses();
    for (Index j = 0; j <= 300; ++j) {
      double g = w[j] * ((x[j] - before.nodes()[j]) / tau + 4 * x[j] * (x[j] * x[j] - 1));
      if (j > 0) g -= 0.5 * m[j - 1] / (x[j] - x[j - 1]);
      if (j < 300) g += 0.5 * m[j] / (x[j + 1] - x[j]);
      squares += g * g / w[j];
    }
    return tau * std::sqrt(squares);
  };
  EXPECT_LT(residual(after.nodes()), 1e-11) << "1e-12 and the rounding of nodes: T τ ε|X|/h² ≈ 1e-14";
  Eigen::ArrayXd moved = after.nodes();
  moved[150] += 1e-6;
  EXPECT_GT(residual(moved), 1e-7);
}

TEST(QuantileStep, takes_many_cells_and_long_steps) {
  const FreeEnergy energy(std::make_shared<Quadratic>(1, 0), 1);
  for (const Index cells : {50, 20000}) {
    for (const double tau : {1e-5, 1.0, 100.0}) {
      LagrangianDensity rho = lagrangian_density(TwoGaussians(3, 0.5), cells);
      const StepReport report = QuantileStep().step(energy, 0, tau, rho);
      EXPECT_LE(report.residual, 1e-12);
      const GaussianLaw exact = jko_step({1, number(0), 1}, tau, {number(3), 0.5});
      EXPECT_NEAR(std::sqrt(rho.variance()), exact.deviation,
                  7e-3 * std::pow(50.0 / static_cast<double>(cells), 2));
    }
  }
}

TEST(QuantileStep, says_where_the_problem_is_not_convex) {
  // −V″ = 4 at 0: convex for τ < ¼ only.
  const FreeEnergy energy(std::make_shared<DoubleWell>(), 0.01);
  LagrangianDensity rho = lagrangian_density(TwoGaussians(0, 0.3), 400);
  const LagrangianDensity before = rho;
  try {
    QuantileStep().step(energy, 0.7, 0.5, rho);
    FAIL();
  } catch (const NumericalFailure& failure) {
    const std::string message = failure.what();
    EXPECT_NE(message.find("t = 0.7 with tau = 0.5"), std::string::npos) << message;
    EXPECT_NE(message.find("not convex"), std::string::npos) << message;
  }
  EXPECT_TRUE((rho.nodes() == before.nodes()).all());
  EXPECT_THROW(QuantileStep().step(energy, 0, 0, rho), InvalidArgument);
  EXPECT_THROW(QuantileStep().step(energy, 0, std::nan(""), rho), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::jko
