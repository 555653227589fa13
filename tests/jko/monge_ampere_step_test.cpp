#include "kolmo/jko/monge_ampere_step.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/jko/gaussian_step.hpp"
#include "kolmo/jko/quantile_step.hpp"
#include "line_problems.hpp"

namespace kolmo::jko {
namespace {

/// V = V₀(x) + V₁(y) + coupling·xy.
class Plane final : public density::Potential {
 public:
  using Part = std::shared_ptr<const density::Potential>;
  Plane(Part x, Part y, double coupling = 0) : parts_{std::move(x), std::move(y)}, coupling_(coupling) {}
  std::string name() const override { return "plane"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, Values out) const override {
    Eigen::ArrayXd other(out.size());
    parts_[0]->value(x.leftCols(1), out);
    parts_[1]->value(x.rightCols(1), other);
    out += other + coupling_ * x.col(0) * x.col(1);
  }
  void gradient(const ConstBlock& x, Block out) const override {
    parts_[0]->gradient(x.leftCols(1), out.leftCols(1));
    parts_[1]->gradient(x.rightCols(1), out.rightCols(1));
    out.col(0) += coupling_ * x.col(1);
    out.col(1) += coupling_ * x.col(0);
  }
  void laplacian(const ConstBlock&, Values) const override { FAIL() << "no step needs it"; }

 private:
  Part parts_[2];
  double coupling_;
};

std::shared_ptr<const Plane> wells(double coupling = 0) {
  return std::make_shared<Plane>(std::make_shared<DoubleWell>(), std::make_shared<DoubleWell>(0.5), coupling);
}

Eigen::ArrayXd log_mass_of(const density::GaussianMixture& law, const Grid& grid) {
  Eigen::ArrayXd log_mass(grid.cells());
  law.log_density(grid.centres(), log_mass);
  log_mass += std::log(grid.cell_volume());
  return log_mass - std::log(log_mass.exp().sum());
}

density::GaussianMixture gaussian(double x, double y, double deviation) {
  return density::gaussian(Eigen::Vector2d(x, y), deviation * deviation * Eigen::Matrix2d::Identity());
}

struct Moments {
  double mean, variance;
};
Moments moments(const Grid& grid, const Eigen::ArrayXd& log_mass, Index axis) {
  const Eigen::ArrayXd x = grid.centres().col(axis), mass = log_mass.exp();
  const double mean = (mass * x).sum();
  return {mean, (mass * (x - mean).square()).sum()};
}

// log ρ and V are parabolas, which central differences and splines have exactly: what is left is the rounding
// of Newton's method, 1e-9, and of sums over cells of half a deviation, 1e-8.
TEST(MongeAmpereStep, TakesAGaussianToTheGaussianOfTheClosedForm) {
  const double theta = 1.5, temperature = 0.3, tau = 0.2;
  const Grid grid({{-3, 4, 40}, {-3, 3, 36}});
  const auto v = std::make_shared<Plane>(std::make_shared<Quadratic>(theta, 0.2),
                                         std::make_shared<Quadratic>(theta, -0.1));
  MongeAmpereStep jko(grid, {v, temperature});
  Eigen::ArrayXd log_mass = log_mass_of(gaussian(0.7, -0.4, 0.4), grid);
  const QuadraticEnergy energy{theta, Eigen::Vector2d(0.2, -0.1), temperature};
  GaussianLaw law{Eigen::Vector2d(0.7, -0.4), 0.4};
  for (int k = 0; k < 3; ++k) {
    const MongeAmpereReport report = jko.step(tau, log_mass);
    const GaussianLaw before = law;
    law = jko_step(energy, tau, before);
    for (const Index axis : {0, 1}) {
      const Moments found = moments(grid, log_mass, axis);
      EXPECT_NEAR(found.mean, law.mean(axis), 1e-7);
      EXPECT_NEAR(found.variance, law.deviation * law.deviation, 1e-7);
    }
    EXPECT_NEAR(report.increment_squared, w2_squared(before, law), 1e-7);
    EXPECT_NEAR(report.energy, evaluate(energy, law), 1e-7);
    EXPECT_LE(std::abs(report.mass_defect), 1e-7);
    EXPECT_LE(report.residual, 1e-8);
  }
}

// Along the diagonals, where nothing is a product of the axes: V = x² + y² + xy has the rates 3 and 1 there,
// and the step is that of the closed form along each, with its own deviation.
TEST(MongeAmpereStep, TakesATurnedGaussianAlongTheDiagonals) {
  const double temperature = 0.3, tau = 0.2;
  const Grid grid({{-4, 4, 40}, {-4, 4, 40}});
  const auto quadratic = std::make_shared<Quadratic>(2, 0);
  const double rates[] = {3, 1}, deviations[] = {0.4, 0.7};
  double after[2];
  for (const int k : {0, 1}) {
    const Eigen::VectorXd zero = Eigen::VectorXd::Zero(1);
    after[k] = std::pow(jko_step({rates[k], zero, temperature}, tau, {zero, deviations[k]}).deviation, 2);
  }
  Eigen::Matrix2d covariance;
  covariance << 0.325, -0.165, -0.165, 0.325;  // (0.16 ± 0.49)/2
  Eigen::ArrayXd log_mass = log_mass_of(density::gaussian(Eigen::Vector2d::Zero(), covariance), grid);
  MongeAmpereStep jko(grid, {std::make_shared<Plane>(quadratic, quadratic, 1), temperature});
  // Of a Gaussian the determinant is one number, which shows in the mass.
  EXPECT_LE(std::abs(jko.step(tau, log_mass).mass_defect), 1e-7);
  const Points x = grid.centres();
  EXPECT_NEAR((log_mass.exp() * x.col(0).square()).sum(), (after[0] + after[1]) / 2, 1e-7);
  EXPECT_NEAR((log_mass.exp() * x.col(0) * x.col(1)).sum(), (after[0] - after[1]) / 2, 1e-7);
}

// The optimal step of a product is the product of the optimal steps: on each axis that of quantiles, itself
// of second order in 4000 cells. Errors of the plane's grid are O(h²): a quarter on twice as many cells.
TEST(MongeAmpereStep, IsTheStepOfQuantilesOnEachAxisOfAProduct) {
  const double temperature = 0.5, tau = 0.02;
  LagrangianDensity x = lagrangian_density(density::gaussian_1d(0.5, 0.3), 4000),
                    y = lagrangian_density(density::gaussian_1d(-0.3, 0.3), 4000);
  const auto on_axis = [&](double barrier, LagrangianDensity& rho) {
    const FreeEnergy energy(std::make_shared<DoubleWell>(barrier), temperature);
    for (int k = 0; k < 5; ++k) QuantileStep().step(energy, 0, tau, rho);
    return Moments{rho.mean(), rho.variance()};
  };
  const Moments expected[] = {on_axis(1, x), on_axis(0.5, y)};
  double errors[2][4] = {};
  for (const int fine : {0, 1}) {
    const Index n = fine == 0 ? 48 : 96;
    const Grid grid({{-2.7, 2.7, n}, {-3, 3, n}});
    MongeAmpereStep jko(grid, {wells(), temperature});
    Eigen::ArrayXd log_mass = log_mass_of(gaussian(0.5, -0.3, 0.3), grid);
    for (int k = 0; k < 5; ++k) jko.step(tau, log_mass);
    for (const Index axis : {0, 1}) {
      const Moments found = moments(grid, log_mass, axis);
      errors[fine][2 * axis] = found.mean - expected[axis].mean;
      errors[fine][2 * axis + 1] = found.variance - expected[axis].variance;
    }
  }
  for (int k = 0; k < 4; ++k) {
    EXPECT_LE(std::abs(errors[1][k]), 4e-4) << k;
    EXPECT_NEAR(errors[0][k] / errors[1][k], 4, 0.5) << k << ' ' << errors[0][k] << ' ' << errors[1][k];
  }
}

// e^{−V/T} has ∇θ = 0: nothing moves, on any grid, coupled or not.
TEST(MongeAmpereStep, LeavesTheStationaryDensityWhereItIs) {
  const Grid grid({{-2.5, 2.5, 24}, {-2.6, 2.4, 20}});
  const auto v = wells(0.5);
  Eigen::ArrayXd log_mass(grid.cells());
  v->value(grid.centres(), log_mass);
  log_mass /= -0.4;
  log_mass -= std::log(log_mass.exp().sum());
  const Eigen::ArrayXd before = log_mass;
  const MongeAmpereReport report = MongeAmpereStep(grid, {v, 0.4}).step(0.3, log_mass);
  EXPECT_LE((log_mass - before).abs().maxCoeff(), 1e-9);
  EXPECT_LE(report.increment_squared, 1e-18);
}

// Σ W2²/(2τ) ≤ F⁰ − Fᴺ, and nearer to a half of it with shorter steps (energy–dissipation equality): order 1.
TEST(MongeAmpereStep, PaysForItsMovementWithEnergy) {
  const Grid grid({{-2.6, 2.6, 48}, {-2.8, 2.8, 48}});
  const auto ratio = [&](int steps) {
    MongeAmpereStep jko(grid, {wells(0.5), 0.5});
    Eigen::ArrayXd log_mass = log_mass_of(gaussian(0.5, -0.2, 0.35), grid);
    const double tau = 0.2 / steps;
    double movement = 0, first = 0, last = 0;
    for (int k = 0; k < steps; ++k) {
      const MongeAmpereReport report = jko.step(tau, log_mass);
      if (k == 0) first = report.energy;
      if (k > 0) movement += report.increment_squared / (2 * tau);
      last = report.energy;
    }
    return movement / (first - last);
  };
  const double coarse = ratio(10), fine = ratio(20);
  EXPECT_LT(coarse, 0.5);
  EXPECT_GT(fine, coarse);
  EXPECT_NEAR(fine, 0.5, 0.02);
}

/// x²/2 where |x| < 2.5, not a number elsewhere.
class Bounded final : public density::Potential {
 public:
  std::string name() const override { return "bounded"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i)
      out(i) = std::abs(x(i, 0)) < 2.5 ? x(i, 0) * x(i, 0) / 2 : std::nan("");
  }
  void gradient(const ConstBlock& x, Block out) const override { out.col(0) = x.col(0); }
  void laplacian(const ConstBlock&, Values out) const override { out.setOnes(); }
};

TEST(MongeAmpereStep, RefusesWhatItCannotStepAndLeavesItAsItWas) {
  const Grid grid({{-2.5, 2.5, 24}, {-2.5, 2.5, 24}});
  EXPECT_THROW(MongeAmpereStep(grid, {wells(), 0}), InvalidArgument);
  EXPECT_THROW(MongeAmpereStep(grid, {nullptr, 1}), InvalidArgument);
  EXPECT_THROW(MongeAmpereStep(grid, {std::make_shared<DoubleWell>(), 1}), InvalidArgument);
  EXPECT_THROW(MongeAmpereStep(Grid({{0, 1, 24}}), {wells(), 1}), InvalidArgument);
  EXPECT_THROW(MongeAmpereStep(Grid({{0, 1, 7}, {0, 1, 24}}), {wells(), 1}), InvalidArgument);
  MongeAmpereStep jko(grid, {wells(), 0.5});
  Eigen::ArrayXd log_mass = log_mass_of(gaussian(0.5, -0.3, 0.3), grid);
  EXPECT_THROW(jko.step(0, log_mass), InvalidArgument);
  // What stands at the ends of the grid afterwards comes from beyond them, where V is none.
  MongeAmpereStep edge(
      grid, {std::make_shared<Plane>(std::make_shared<Bounded>(), std::make_shared<Bounded>()), 0.1});
  log_mass = log_mass_of(gaussian(0, 0, 1), grid);
  const Eigen::ArrayXd before = log_mass;
  EXPECT_THROW(edge.step(0.5, log_mass), NumericalFailure);
  EXPECT_TRUE((log_mass == before).all());
  log_mass(3) = std::nan("");
  EXPECT_THROW(jko.step(0.1, log_mass), InvalidArgument);
}

// 2^−30 in length: every number of the step is the same but for its unit.
TEST(MongeAmpereStep, HasTheSameBitsInUnitsOfPowersOfTwo) {
  const auto run = [](double unit) {
    const Grid grid({{-3 * unit, 4 * unit, 28}, {-3 * unit, 3 * unit, 24}});
    const auto v = std::make_shared<Plane>(std::make_shared<Quadratic>(1, 0.25 * unit),
                                           std::make_shared<Quadratic>(2, 0));
    MongeAmpereStep jko(grid, {v, 0.5 * unit * unit});
    Eigen::ArrayXd log_mass(grid.cells());
    const Points x = grid.centres();
    log_mass = -((x.col(0) / unit - 0.5).square() + (x.col(1) / unit).square());
    log_mass -= std::log(log_mass.exp().sum());
    jko.step(0.125, log_mass);
    return log_mass;
  };
  EXPECT_TRUE((run(1) == run(0x1p-30)).all());
}

}  // namespace
}  // namespace kolmo::jko
