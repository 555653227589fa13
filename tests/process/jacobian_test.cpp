// Jacobians of drifts and their linear parts.

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/derived/scaled_diffusion.hpp"
#include "kolmo/process/derived/scaled_drift.hpp"
#include "kolmo/process/derived/with_linear_part.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/linear_drift.hpp"
#include "linear_processes.hpp"

namespace {

using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Points;
using namespace kolmo::process;

std::vector<samples::ProcessPointer> with_jacobians() {
  auto all = samples::linear_processes(2);
  const auto well = std::make_shared<kolmo::density::DoubleWell>(0.2);
  all.push_back(std::make_shared<OverdampedLangevin>(well, 0.5));
  all.push_back(std::make_shared<GeometricBrownianMotion>(0.4, 0.8, 3));
  all.push_back(std::make_shared<UnderdampedLangevin>(well, 0.7, 0.5));
  all.push_back(std::make_shared<ScaledDrift>(all.back(), 1.3));
  all.push_back(std::make_shared<WithLinearPart>(all.back(), -2.0));
  return all;
}

// Central differences of order 4 with h = 1e−3: exact for cubic drifts but for rounding ε/h · 20 = 5e−12.
TEST(DriftJacobian, IsTheDerivativeOfTheDrift) {
  const double h = 1e-3;
  for (const auto& process : with_jacobians()) {
    const Index d = process->dimension();
    ASSERT_TRUE(has_drift_jacobian(*process)) << process->name();
    Points x(2, d);
    for (Index j = 0; j < d; ++j) x.col(j) << 0.3 + 0.2 * j, -0.4 + 0.7 * j;
    for (double t : {0.0, 0.6}) {
      Points jacobian(2, d * d);
      drift_jacobian(*process, t, x, jacobian);
      for (Index k = 0; k < d; ++k) {
        const auto along = [&](double by) {
          Points y = x, f = x;
          y.col(k) += by;
          process->drift(t, y, f);
          return f;
        };
        const Points slope = (8 * (along(h) - along(-h)) - (along(2 * h) - along(-2 * h))) / (12 * h);
        EXPECT_LT((jacobian.middleCols(k * d, d) - slope).abs().maxCoeff(), 1e-10) << process->name();
      }
    }
  }
}

TEST(DriftJacobian, IsRefusedWhereThereIsNone) {
  const auto plane = std::make_shared<kolmo::density::QuadraticPotential>(1.5, Eigen::Vector2d(1, 0));
  Points x = Points::Zero(1, 4), out(1, 16);
  const UnderdampedLangevin kinetic(plane, 1, 1);
  EXPECT_FALSE(has_drift_jacobian(kinetic));
  EXPECT_THROW(drift_jacobian(kinetic, 0, x, out), InvalidArgument);
  EXPECT_FALSE(has_drift_jacobian(OverdampedLangevin(plane, 1)));
}

TEST(LinearPart, IsThatOfTheProcess) {
  EXPECT_EQ((*linear_rates(OrnsteinUhlenbeck(1.5, 0, 1, 3)) + 1.5).abs().maxCoeff(), 0);
  EXPECT_EQ(linear_rates(OrnsteinUhlenbeck(1.5, 0, 1, 3))->size(), 3);
  EXPECT_EQ(linear_rates(Brownian(1, 2))->abs().maxCoeff(), 0);
  EXPECT_EQ((*linear_rates(GeometricBrownianMotion(0.4, 1, 2)))(1), 0.4);
  const auto process = std::make_shared<OrnsteinUhlenbeck>(1.5, 0, 1, 2);
  EXPECT_EQ((*linear_rates(ScaledDrift(process, 2)))(1), -3);
  const auto langevin =
      std::make_shared<OverdampedLangevin>(std::make_shared<kolmo::density::DoubleWell>(), 0.5);
  EXPECT_EQ(linear_rates(*langevin), nullptr);
  EXPECT_EQ(linear_rates(ScaledDrift(langevin, 2)), nullptr);
}

TEST(ScaledDiffusion, ScalesTheSquareOfTheNoiseAndTheTemperature) {
  const auto langevin =
      std::make_shared<OverdampedLangevin>(std::make_shared<kolmo::density::DoubleWell>(), 0.5);
  const ScaledDiffusion scaled(langevin, 4);
  EXPECT_EQ(scaled.diffusion(0), 2 * langevin->diffusion(0));
  EXPECT_EQ(scaled.noise_variance(1, 3), 4 * langevin->noise_variance(1, 3));
  EXPECT_EQ(gradient_structure(scaled)->temperature, 2);
  EXPECT_EQ(gradient_structure(scaled)->potential, gradient_structure(*langevin)->potential);
  EXPECT_FALSE(exact_kernel(scaled, 0, 1).has_value());
  const auto geometric = std::make_shared<GeometricBrownianMotion>(0.4, 1, 2);
  const ScaledDiffusion wide(geometric, 4);
  const Points x = Points::Constant(1, 2, 0.3);
  Points of_process(1, 2), of_scaled(1, 2);
  geometric->diffusion_diagonal(0, x, of_process);
  wide.diffusion_diagonal(0, x, of_scaled);
  EXPECT_EQ((of_scaled - 2 * of_process).abs().maxCoeff(), 0);
  wide.drift(0, x, of_scaled);
  geometric->drift(0, x, of_process);
  EXPECT_EQ((of_scaled - of_process).abs().maxCoeff(), 0);
  EXPECT_THROW(ScaledDiffusion(nullptr, 2), InvalidArgument);
  EXPECT_THROW(ScaledDiffusion(langevin, 0), InvalidArgument);
}

TEST(LinearPart, IsGivenToAnyProcessThatStaysTheSame) {
  const auto langevin =
      std::make_shared<OverdampedLangevin>(std::make_shared<kolmo::density::DoubleWell>(), 0.5);
  const WithLinearPart split(langevin, -8);
  EXPECT_EQ((*linear_rates(split))(0), -8);
  const Points x = Points::Constant(1, 1, 0.3);
  Points f = x, g = x;
  langevin->drift(0, x, f);
  split.drift(0, x, g);
  EXPECT_EQ(f(0, 0), g(0, 0));
  EXPECT_EQ(split.noise_variance(0, 1), 1);
  EXPECT_TRUE(gradient_structure(split).has_value());
  EXPECT_THROW(WithLinearPart(nullptr, -8), InvalidArgument);
  EXPECT_THROW(WithLinearPart(langevin, Eigen::ArrayXd::Zero(2)), InvalidArgument);
  EXPECT_THROW(WithLinearPart(langevin, std::nan("")), InvalidArgument);
}

}  // namespace
