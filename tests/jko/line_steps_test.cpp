// The line: BDF2 in quantiles, crowds, blobs and the entropic step, each against a closed form.

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <numbers>
#include <string>

#include "jko/gaussian_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/jko/barenblatt.hpp"
#include "kolmo/jko/blob_flow.hpp"
#include "kolmo/jko/crowd_step.hpp"
#include "kolmo/jko/dynamic_step.hpp"
#include "kolmo/jko/entropic_step.hpp"
#include "kolmo/jko/gaussian_step.hpp"
#include "kolmo/jko/porous_medium_line.hpp"
#include "kolmo/jko/quantile_bdf2_step.hpp"

namespace kolmo::jko {
namespace {

using verify::test::fails;
using verify::test::passes;

TEST(QuantileBdf2Step, IsOfSecondOrderInTau) {
  const StepEntry& entry = find_step("quantile_bdf2");
  EXPECT_TRUE(passes(test::order_in_tau(entry)));
  StepEntry wrong = entry;
  wrong.claim.orders.shift(Sense::time, -0.5);
  EXPECT_TRUE(fails(test::order_in_tau(wrong)));
}

// Steps of τ and τ/2 in turn: the variable coefficients keep the order, those of equal steps would not.
TEST(QuantileBdf2Step, KeepsItsOrderWithUnequalSteps) {
  const double exact = std::sqrt(1 + (0.25 - 1) * std::exp(-2.0));
  const auto error = [&](int pairs) {
    LagrangianDensity rho = lagrangian_density(TwoGaussians(3, 0.5), 2000);
    QuantileBdf2Step step;
    double t = 0;
    for (int k = 0; k < 2 * pairs; ++k) {
      const double tau = (k % 2 == 0 ? 2.0 : 1.0) / (3.0 * pairs);
      step.step(test::gaussian_energy(), t, tau, rho);
      t += tau;
    }
    return std::abs(std::sqrt(rho.variance()) - exact);
  };
  EXPECT_NEAR(std::log2(error(20) / error(40)), 2, 0.15);
}

// One object on two laws in turn begins anew each time; the second law is not drawn to the first.
TEST(QuantileBdf2Step, BeginsAnewWhereTheStateIsAnother) {
  QuantileBdf2Step used, fresh;
  LagrangianDensity other = lagrangian_density(TwoGaussians(-1, 0.2), 400),
                    a = lagrangian_density(TwoGaussians(3, 0.5), 400), b = a;
  used.step(test::gaussian_energy(), 0, 0.1, other);
  used.step(test::gaussian_energy(), 0.1, 0.1, a);
  fresh.step(test::gaussian_energy(), 0.1, 0.1, b);
  EXPECT_TRUE((a.nodes() == b.nodes()).all());
}

// Exact steps keep Barenblatt's profile: s of the next from s^β (1 − τβ/s) = s₀^β.
TEST(PorousMediumLine, KeepsBarenblattsProfileInEveryStep) {
  for (const double m : {2.0, 3.0}) {
    const Barenblatt exact(1, m);
    LagrangianDensity rho = exact.line(400, 1);
    const double tau = 0.5, beta = exact.beta();
    QuantileStep().step(PorousMediumLine(m), 0, tau, rho);
    double s = 1;
    for (int k = 0; k < 200; ++k) s = std::pow(1 + tau * beta * std::pow(s, beta - 1), 1 / beta);
    const double radius = exact.radius(s);
    EXPECT_NEAR(rho.nodes()(400), radius, 2e-4 * radius) << m;  // the last cell is that of the front
    EXPECT_NEAR(rho.nodes()(300), radius * std::sin(std::numbers::pi / 4), 3e-5 * radius) << m;
  }
  EXPECT_THROW(PorousMediumLine(1), InvalidArgument);
  EXPECT_THROW(Barenblatt(3, 2), InvalidArgument);
  EXPECT_THROW(Barenblatt(2, 2).line(100, 1), InvalidArgument);
}

// Reference values: second moments and fronts of m = 2 at t = 2.
TEST(Barenblatt, HasTheFrontAndTheMomentsOfTheReference) {
  EXPECT_NEAR(Barenblatt(1, 2).radius(2), 2.620741394208897, 1e-12);
  EXPECT_NEAR(Barenblatt(2, 2).radius(2), 2.1245038640543936, 1e-12);
  EXPECT_NEAR(Barenblatt(1, 2).density(0, 2), 0.28617856063833297, 1e-12);
  EXPECT_NEAR(Barenblatt(2, 2).density(0, 2), 0.1410473958869391, 1e-12);
  EXPECT_NEAR(Barenblatt(1, 2).line(2000, 2).raw_moment(2), 1.3736570910639982, 1e-5);
}

LagrangianDensity half_dense(Index cells) {
  return {Eigen::ArrayXd::LinSpaced(cells + 1, 0, 2),
          Eigen::ArrayXd::Constant(cells, 1.0 / static_cast<double>(cells))};
}

/// V = x.
class Slope final : public density::Potential {
 public:
  std::string name() const override { return "slope"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override { out = x.col(0); }
  void gradient(const ConstBlock&, Block out) const override { out.setOnes(); }
  void laplacian(const ConstBlock&, Values out) const override { out.setZero(); }
};

// V = x above a floor, ρ = ½ on [0, 2]: X(u, t) = max(2u − t, u), exact for every τ.
TEST(CrowdStep, IsExactUnderAConstantForce) {
  for (const double tau : {0.5, 0.1, 0.01}) {
    const CrowdStep step({std::make_shared<Slope>(), 1, 0});
    LagrangianDensity rho = half_dense(200);
    double t = 0;
    for (int k = 0; k < 1 / tau - 0.5; ++k, t += tau) step.step(t, tau, rho);
    double worst = 0, densest = 0;
    for (Index j = 0; j <= 200; ++j) {
      const double u = rho.cumulated()(j);
      worst = std::max(worst, std::abs(rho.nodes()(j) - std::max(2 * u - t, u)));
      if (j > 0) densest = std::max(densest, rho.masses()(j - 1) / (rho.nodes()(j) - rho.nodes()(j - 1)));
    }
    EXPECT_LE(worst, 1e-12) << tau;
    EXPECT_LE(densest, 1 + 1e-12) << tau;  // a density that is clipped loses mass, or stays above
  }
}

// V = x²/2 to rest: density 1 on [−½, ½].
TEST(CrowdStep, ComesToRestAsAFullInterval) {
  const CrowdStep step({std::make_shared<Quadratic>(1, 0)});
  LagrangianDensity rho = lagrangian_density(TwoGaussians(0.7, 0.6), 400);
  for (int k = 0; k < 60; ++k) step.step(0.5 * k, 0.5, rho);
  for (Index j = 0; j <= 400; ++j) EXPECT_NEAR(rho.nodes()(j), rho.cumulated()(j) - 0.5, 1e-6);
}

TEST(CrowdStep, RefusesWhatHasNoRoom) {
  EXPECT_THROW(CrowdStep({nullptr, 0}), InvalidArgument);
  EXPECT_THROW(CrowdStep({nullptr, 2, 0, 0.5}), InvalidArgument);
  LagrangianDensity rho = half_dense(10);
  EXPECT_THROW(CrowdStep({nullptr}).step(0, 0, rho), InvalidArgument);
  LagrangianDensity well = lagrangian_density(TwoGaussians(0, 0.3), 40);
  EXPECT_THROW(CrowdStep({std::make_shared<DoubleWell>()}).step(0, 0.5, well), NumericalFailure);
}

/// Heat from N(0, 1) to t = ½, which is N(0, 2): error of the density φ_δ∗ρ at 0, for weights on a uniform
/// grid, δ = h^q. (The variance of the particles themselves is better: of order δ⁴.)
double blob_error(double h, double q) {
  const Index n = std::lround(12 / h);
  Points x(n, 1);
  for (Index i = 0; i < n; ++i) x(i, 0) = -6 + (static_cast<double>(i) + 0.5) * h;
  Eigen::ArrayXd weights(n);
  for (Index i = 0; i < n; ++i) weights(i) = std::exp(-x(i, 0) * x(i, 0) / 2);
  weights /= sum(weights.data(), n);
  const double width = std::pow(h, q);
  const BlobFlow blob(weights, width, 1);
  const auto steps = static_cast<int>(std::ceil(0.5 / (0.25 * width * width)));
  for (int k = 0; k < steps; ++k) blob.advance(0.5 / steps, x);
  double density = 0;
  for (Index i = 0; i < n; ++i)
    density += weights(i) * std::exp(-x(i, 0) * x(i, 0) / (2 * width * width)) / width;
  return std::abs(density - 1 / std::sqrt(2.0)) / std::sqrt(2 * std::numbers::pi);
}

TEST(BlobFlow, IsOfTwiceTheExponentOfItsWidth) {
  EXPECT_NEAR(std::log2(blob_error(0.05, 0.5) / blob_error(0.025, 0.5)), 1, 0.15);
  EXPECT_NEAR(std::log2(blob_error(0.2, 0.9) / blob_error(0.1, 0.9)), 1.8, 0.15);
}

TEST(BlobFlow, HasTheGradientOfItsEnergy) {
  Eigen::ArrayXd weights(3);
  weights << 0.2, 0.3, 0.5;
  Points x(3, 2), v;
  x << 0, 0.1, 0.4, -0.2, -0.3, 0.5;
  const BlobFlow blob(weights, 0.4, 0.7);
  blob.velocity(x, v);
  for (Index i = 0; i < 3; ++i)
    for (Index k = 0; k < 2; ++k) {
      Points up = x, down = x;
      up(i, k) += 1e-5, down(i, k) -= 1e-5;
      EXPECT_NEAR(v(i, k), -(blob.energy(up) - blob.energy(down)) / (2e-5 * weights(i)), 1e-8);
    }
  EXPECT_THROW(BlobFlow(weights, 0, 1), InvalidArgument);
  EXPECT_THROW(BlobFlow(2 * weights, 1, 1), InvalidArgument);
}

/// σ² of the entropic step from N(m, s²): with the covariance κ of x and y, (1 + τθ)(κ² + εκ/2) = s²(τT + κ +
/// ε/2) and σ² = (κ² + εκ/2)/s².
double entropic_variance(double s_squared, double tau, double epsilon) {
  const double theta = 1, temperature = 1;
  const double a = 1 + tau * theta, b = a * epsilon / 2 - s_squared,
               c = -s_squared * (tau * temperature + epsilon / 2);
  const double kappa = (-b + std::sqrt(b * b - 4 * a * c)) / (2 * a);
  return (kappa * kappa + epsilon * kappa / 2) / s_squared;
}

TEST(EntropicStep, TakesAGaussianToTheGaussianOfTheClosedForm) {
  const Grid line({{-7, 7, 200}}), plane({{-5, 5, 48}, {-5, 5, 48}});
  for (const Grid& grid : {line, plane}) {
    const Points x = grid.centres();
    Eigen::ArrayXd square = x.col(0).square();
    if (grid.dimension() == 2) square += x.col(1).square();
    Eigen::ArrayXd rho = (-square / (2 * 0.64)).exp();
    rho /= sum(rho.data(), rho.size()) * grid.cell_volume();
    EntropicStep step(grid, {std::make_shared<EntropyEnergy>(1), square / 2}, {0.1});
    const GridStepReport report = step.step(0.2, rho);
    const Eigen::ArrayXd first = x.col(0).square();
    EXPECT_EQ(report.status, transport::Status::converged);
    EXPECT_NEAR(dot(rho.data(), first.data(), rho.size()) * grid.cell_volume(),
                entropic_variance(0.64, 0.2, 0.1), 1e-6);
  }
}

// dX = −X dt + √0.6 dW from N(1, ½²) to t = 1 on a line: errors of the mean 2.13e-2 and 1.02e-2 in 8 and 16
// steps. The action is off from W2² by a part of order τ: 1.9e-2 and 1.8e-2, not by rounding.
TEST(DynamicStep, IsOfFirstOrderAndReportsAnAction) {
  const Grid grid({{-4, 4, 80}});
  const Eigen::ArrayXd x = grid.centres().col(0);
  Eigen::ArrayXd start = (-(x - 1).square() / (2 * 0.25)).exp();
  start /= sum(start.data(), start.size()) * grid.cell_volume();
  const GridEnergy energy{std::make_shared<EntropyEnergy>(0.3), x.square() / 2};
  const auto error = [&](int steps) {
    DynamicStep step(grid, energy);
    Eigen::ArrayXd rho = start;
    for (int k = 0; k < steps; ++k) {
      EXPECT_EQ(step.step(1.0 / steps, rho).status, transport::Status::converged);
      EXPECT_GT(rho.minCoeff(), 0);
      EXPECT_NEAR(sum(rho.data(), rho.size()) * grid.cell_volume(), 1, 1e-12);
    }
    return std::abs(dot(rho.data(), x.data(), rho.size()) * grid.cell_volume() - std::exp(-1.0));
  };
  EXPECT_NEAR(std::log2(error(8) / error(16)), 1, 0.1);
  Eigen::ArrayXd rho = start;
  const double action = DynamicStep(grid, energy).step(1.0 / 16, rho).increment_squared;
  const QuadraticEnergy quadratic{1, Eigen::VectorXd::Zero(1), 0.3};
  const GaussianLaw law{Eigen::VectorXd::Ones(1), 0.5};
  const double off = action / w2_squared(law, jko_step(quadratic, 1.0 / 16, law)) - 1;
  EXPECT_GT(off, 0.01);
  EXPECT_LT(off, 0.03);
}

TEST(DynamicStep, RefusesWhatIsNoEntropyOrHasVacuum) {
  const Grid grid({{0, 1, 10}});
  const GridEnergy heat{std::make_shared<EntropyEnergy>(1)};
  EXPECT_THROW(DynamicStep(grid, {std::make_shared<PorousMediumEnergy>(2)}), InvalidArgument);
  EXPECT_THROW(DynamicStep(grid, {nullptr}), InvalidArgument);
  Eigen::ArrayXd rho = Eigen::ArrayXd::Ones(10), vacuum = rho;
  vacuum(0) = 0, vacuum(1) = 2;
  EXPECT_THROW(DynamicStep(grid, heat).step(0.1, vacuum), InvalidArgument);
  EXPECT_THROW(DynamicStep(grid, heat).step(0, rho), InvalidArgument);
}

TEST(EntropicStep, RefusesAKernelThatTheGridDoesNotSee) {
  const Grid grid({{0, 1, 10}});
  const GridEnergy heat{std::make_shared<EntropyEnergy>(1)};
  EXPECT_THROW(EntropicStep(grid, heat, {0.009}), InvalidArgument);
  EXPECT_THROW(EntropicStep(grid, {std::make_shared<CrowdEnergy>(2, 0.1)}, {0.1}), InvalidArgument);
  Eigen::ArrayXd rho = Eigen::ArrayXd::Ones(10), wrong = 2 * rho;
  EXPECT_THROW(EntropicStep(grid, heat, {0.1}).step(0.1, wrong), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::jko
