// Errors planted into schemes of minimising movements and into transport on grids, each seen by what passes
// the right one.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/jko/crowd_step.hpp"
#include "kolmo/jko/quantile_step.hpp"
#include "kolmo/transport/grid/back_and_forth.hpp"
#include "kolmo/transport/grid/c_transform.hpp"
#include "kolmo/transport/grid/poisson.hpp"
#include "kolmo/transport/grid/push_forward.hpp"
#include "transport/products.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using jko::LagrangianDensity;

LagrangianDensity gaussian(double mean, double deviation) {
  return jko::lagrangian_density(density::gaussian_1d(mean, deviation), 200);
}

/// Order in τ of the mean at t = 1 of dX = −X dt + √2 dW from N(2, ½²), by steps of length cτ from the
/// quantiles X^k + b(X^k − X^{k−1}): b = 1/3 and c = 2/3 are BDF2. The first step is two of half the length.
double order_of_mean(double b, double c) {
  const jko::FreeEnergy energy(std::make_shared<density::ExpressionPotential>("x^2/2"), 1);
  const auto error = [&](int steps) {
    const double tau = 1.0 / steps;
    LagrangianDensity rho = gaussian(2, 0.5);
    jko::QuantileStep step;
    Eigen::ArrayXd before = rho.nodes();
    step.step(energy, 0, tau / 2, rho);
    step.step(energy, tau / 2, tau / 2, rho);
    for (int k = 1; k < steps; ++k) {
      const Eigen::ArrayXd offset = b * (rho.nodes() - before);
      before = rho.nodes();
      step.step_from(offset, energy, k * tau, c * tau, rho);
    }
    return std::abs(rho.mean() - 2 * std::exp(-1.0));
  };
  return std::log2(error(20) / error(40));
}

TEST(WrongOnPurpose, TheOrderOfBdf2SeesWrongCoefficients) {
  EXPECT_NEAR(order_of_mean(1.0 / 3, 2.0 / 3), 2, 0.3);
  EXPECT_LT(order_of_mean(1.0 / 2, 2.0 / 3), 1);  // 3/2 and 1/2 for 4/3 and 1/3
  EXPECT_LT(order_of_mean(1.0 / 3, 1), 1);
}

/// ∫min(ρ, 1), which is 1 where the density is at most 1.
double mass_below_ceiling(const LagrangianDensity& rho) {
  double total = 0;
  for (Index i = 0; i < rho.cells(); ++i)
    total += std::min(rho.masses()(i), rho.nodes()(i + 1) - rho.nodes()(i));
  return total;
}

// A crowd that is moved without its ceiling, and whose density is clipped then, has lost the mass above it.
TEST(WrongOnPurpose, TheMassOfACrowdSeesItsDensityClipped) {
  const auto potential = std::make_shared<density::ExpressionPotential>("x^2/2");
  const auto after = [&](double ceiling) {
    LagrangianDensity rho = gaussian(0.7, 0.6);
    for (int k = 0; k < 4; ++k) jko::CrowdStep({potential, ceiling}).step(0.5 * k, 0.5, rho);
    return mass_below_ceiling(rho);
  };
  EXPECT_NEAR(after(1), 1, 1e-12);
  EXPECT_LT(after(1e9), 0.9);
}

const Grid square = transport::unit_grid(2, 64);
const Eigen::ArrayXd mu = transport::product(square, 0.2, {{0.35, 0.08}, {0.4, 0.1}}),
                     nu = transport::product(square, 0.2, {{0.65, 0.1}, {0.55, 0.07}});

/// J/(½W2²) of products, for the c-transform of `cost` times ½|x − y|²: (cost · ½|x − y|²)-transform of φ is
/// cost · (φ/cost)ᶜ.
double dual_over_exact(double cost) {
  const auto found = transport::back_and_forth(square, mu, nu, {12, 1e-9});
  Eigen::ArrayXd psi = found.phi / cost;
  transport::c_transform(square, psi.data(), psi.data(), transport::Infimum::between_centres);
  psi *= cost;
  const Index n = square.cells();
  return square.cell_volume() * (dot(found.phi.data(), nu.data(), n) + dot(psi.data(), mu.data(), n)) /
         0.02142032;
}

TEST(WrongOnPurpose, TheDualOfProductsSeesTheCostWithoutItsHalf) {
  EXPECT_NEAR(dual_over_exact(1), 1, 1e-3);
  EXPECT_GT(std::abs(dual_over_exact(2) - 1), 0.1);
}

// The map of μ is that of ψ; pushed by φ, which is the way back, μ does not become ν.
TEST(WrongOnPurpose, TheMismatchSeesMassPushedByTheOtherPotential) {
  const auto found = transport::back_and_forth(square, mu, nu, {40, 1e-7});
  const auto mismatch = [&](const Eigen::ArrayXd& potential) {
    transport::CornerMap map(square);
    map.set(potential.data());
    Eigen::ArrayXd out(mu.size());
    transport::push_forward(map, mu.data(), out.data());
    const Eigen::ArrayXd off = (out - nu).abs();
    return sum(off.data(), off.size()) * square.cell_volume();
  };
  EXPECT_LT(mismatch(found.psi), 0.05);
  EXPECT_GT(mismatch(found.phi), 0.3);
}

// Mode k of a line of n cells: divided by (πk)², as if differences were derivatives, it is off by (πk/n)²/12.
TEST(WrongOnPurpose, ACosineModeSeesTheEigenvalueOfTheContinuum) {
  const Index n = 64, k = 5;
  const Grid grid({{0, 1, n}});
  Eigen::ArrayXd mode(n);
  for (Index i = 0; i < n; ++i) mode(i) = std::cos(std::numbers::pi * k * grid.axis(0).centre(i));
  Eigen::ArrayXd u = mode;
  transport::NeumannPoisson(grid).solve(u.data());
  const double h = 1.0 / static_cast<double>(n), wave = std::numbers::pi * static_cast<double>(k);
  EXPECT_LT((u - mode / (2 * (1 - std::cos(wave * h)) / (h * h))).abs().maxCoeff() / u.maxCoeff(), 1e-12);
  EXPECT_GT((u - mode / (wave * wave)).abs().maxCoeff() / u.maxCoeff(), 1e-3);
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
