// Stationary states: of gradients e^{−V/T}, whatever V does elsewhere; of circulating drifts with their
// currents.

#include "kolmo/fokker_planck/analysis/stationary_state.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "fokker_planck/analysis/plain_potentials.hpp"
#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::compared;
using verify::test::fails;
using verify::test::passes;

/// Σ |π − Gibbs| v, Gibbs from the potential's values less their smallest.
double distance_to_gibbs(const Grid& grid, const Eigen::ArrayXd& pi, const density::Potential& potential,
                         double temperature) {
  Eigen::ArrayXd gibbs(grid.cells());
  potential.value(grid.centres(), gibbs);
  gibbs = (gibbs.minCoeff() - gibbs) / temperature;
  for (double& value : gibbs) value = std::exp(value);
  gibbs /= sum(gibbs.data(), gibbs.size()) * grid.cell_volume();
  return l1(grid, pi, gibbs);
}

void expect_gibbs(double (*potential)(double, double), double temperature, const Grid& grid) {
  const auto v = std::make_shared<PlanePotential>(potential);
  const Generator generator = scharfetter_gummel(process::OverdampedLangevin(v, temperature), grid);
  const StationaryState state = stationary_state(generator);
  EXPECT_TRUE(state.detailed_balance);
  EXPECT_LE(distance_to_gibbs(grid, state.density, *v, temperature), 1e-10);
  EXPECT_LE(distance_to_gibbs(grid, stationary_density(generator), *v, temperature), 1e-10);
  for (const auto& along : state.currents) EXPECT_EQ(along.abs().maxCoeff(), 0);
  EXPECT_EQ(state.entropy_production, 0);
}

TEST(StationaryState, OfABananaIsGibbs) { expect_gibbs(rosenbrock, 1, square(3, 60)); }
TEST(StationaryState, OfMuellerAndBrownIsGibbs) { expect_gibbs(mueller_brown, 20, square(3, 60)); }
TEST(StationaryState, BesideAWallOfHeight1e16IsGibbs) {
  expect_gibbs(lennard_jones_well, 1, Grid({{0.05, 4.05, 50}, {-2, 5, 50}}));
}
// An offset of V is rounding of every difference, and no circulation.
TEST(StationaryState, OfAPotentialWithAnOffsetIsGibbs) {
  const auto shifted = [](double x, double y) { return 1e5 + rosenbrock(x, y) / 10; };
  const auto v = std::make_shared<PlanePotential>(shifted);
  const Generator generator = scharfetter_gummel(process::OverdampedLangevin(v, 1), square(3, 40));
  // ε V = 2e−11 of each difference, some 40 of them on the way.
  EXPECT_LE(distance_to_gibbs(generator.grid(), stationary_density(generator), *v, 1), 1e-9);
}

/// dX = (−x + ω y, −y − ω x) dt + √2 dW: π = N(0, I), J = ω (y, −x) π, entropy production 2 ω².
class Whirl final : public process::Process {
 public:
  explicit Whirl(double omega) : omega_(omega) {}
  std::string name() const override { return "whirl"; }
  Index dimension() const override { return 2; }
  void drift(double, const ConstBlock& x, Block out) const override {
    out.col(0) = omega_ * x.col(1) - x.col(0);
    out.col(1) = -omega_ * x.col(0) - x.col(1);
  }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setConstant(-2); }
  double diffusion(double) const override { return std::sqrt(2.0); }
  double noise_variance(double s, double t) const override { return 2 * (t - s); }

 private:
  double omega_;
};

struct WhirlErrors {
  double density, current, production;
};

/// Against the closed forms; `turned` claims a current of the other sense.
WhirlErrors whirl_errors(Index cells, double turned = 1) {
  constexpr double omega = 1.5;
  const Grid grid = square(6, cells);
  const StationaryState state = stationary_state(scharfetter_gummel(Whirl(omega), grid));
  EXPECT_FALSE(state.detailed_balance);
  const double h = grid.axis(0).width();
  const auto gaussian = [](double x, double y) { return std::exp(-(x * x + y * y) / 2) / (2 * M_PI); };
  WhirlErrors errors{0, 0, state.entropy_production / (2 * omega * omega) - 1};
  for (Index j = 0; j < cells; ++j) {
    for (Index i = 0; i < cells; ++i) {
      const double x = grid.axis(0).centre(i), y = grid.axis(1).centre(j);
      errors.density += std::abs(state.density(i + j * cells) - gaussian(x, y)) * h * h;
      if (i + 1 == cells) continue;
      // ω y π at the face, through a side of length h; in L1 over the faces.
      const double exact = turned * omega * y * gaussian(x + h / 2, y) * h;
      errors.current += std::abs(state.currents[0](i, j) - exact) * h;
    }
  }
  return errors;
}

TEST(StationaryState, OfAWhirlHasOrderTwo) {
  std::vector<double> density, current, production;
  for (const Index cells : {30, 60, 120}) {
    const WhirlErrors errors = whirl_errors(cells);
    density.push_back(errors.density);
    current.push_back(errors.current);
    production.push_back(std::abs(errors.production));
  }
  // h = 0.4, 0.2, 0.1: the next term is h² of the first.
  EXPECT_TRUE(passes(compared("order of the density", 2, last_order(density), 0.1)));
  EXPECT_TRUE(passes(compared("order of the current", 2, last_order(current), 0.1)));
  EXPECT_TRUE(passes(compared("order of the entropy production", 2, last_order(production), 0.1)));
  EXPECT_LE(density.back(), 5e-3);
  const double wrong = whirl_errors(60, -1).current;
  EXPECT_TRUE(fails(compared("current of the other sense", 0, wrong, 2 * current[1])));
}

TEST(StationaryState, StaysWhereItIs) {
  const Generator generator = scharfetter_gummel(Stirred(3), Grid({{-4, 4, 16}, {-4, 4, 17}, {-4, 4, 18}}));
  const StationaryState state = stationary_state(generator);
  Eigen::ArrayXd rate(state.density.size());
  generator.apply(state.density.data(), rate.data());
  // The rates of a cell cancel to rounding: ε times what leaves it.
  const double leaves = generator.sparse().diagonal().cwiseAbs().maxCoeff() * state.density.maxCoeff();
  EXPECT_LE(rate.abs().maxCoeff(), 1e-14 * leaves);
  EXPECT_GT(state.density.minCoeff(), 0);
  EXPECT_GT(state.entropy_production, 0);
}

/// A force F on a ring with V = A (cos x + ¼ cos 2x): dX = (F − V′) dt + √(2T) dW. (With cos x alone the term
/// h² of the current cancels.)
class Washboard final : public process::Process {
 public:
  Washboard(double force, double height, double temperature)
      : force_(force), height_(height), temperature_(temperature) {}
  std::string name() const override { return "washboard"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i)
      out(i, 0) = force_ + height_ * (std::sin(x(i, 0)) + std::sin(2 * x(i, 0)) / 2);
  }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = height_ * (std::cos(x(i, 0)) + std::cos(2 * x(i, 0)));
  }
  double diffusion(double) const override { return std::sqrt(2 * temperature_); }
  double noise_variance(double s, double t) const override { return 2 * temperature_ * (t - s); }

 private:
  double force_, height_, temperature_;
};

/// log J of Stratonovich 1958: J = T (1 − e^{−2πF/T})/∫∫ e^{(U(x) − U(x − z))/T} dz dx, U = A cos x − F x, by
/// the trapezoidal rule over x and Simpson's over z, scaled by the largest term.
double log_current(double force, double height, double temperature) {
  const Index n = 800;
  const double h = 2 * M_PI / static_cast<double>(n);
  const auto u = [&](double x) {
    return (height * (std::cos(x) + std::cos(2 * x) / 4) - force * x) / temperature;
  };
  const double top = 2.5 * height / temperature;
  CompensatedSum integral;
  for (Index i = 0; i < n; ++i) {
    for (Index k = 0; k <= n; ++k) {
      const double x = h * static_cast<double>(i), z = h * static_cast<double>(k);
      const double weight = k == 0 || k == n ? 1.0 / 3 : k % 2 == 1 ? 4.0 / 3 : 2.0 / 3;
      integral.add(weight * std::exp(u(x) - u(x - z) - top) * h * h);
    }
  }
  return std::log(temperature * -std::expm1(-2 * M_PI * force / temperature)) - std::log(integral.value()) -
         top;
}

double log_current_on(Index cells, double force, double height, double temperature) {
  const Grid grid = line(0, 2 * M_PI, cells);
  const StationaryState state =
      stationary_state(scharfetter_gummel(Washboard(force, height, temperature), grid, {Boundary::periodic}));
  EXPECT_EQ(state.currents[0].rows(), cells);
  EXPECT_EQ(state.currents[0].minCoeff(), state.currents[0].maxCoeff());
  const double current = state.currents[0](0, 0);
  EXPECT_GT(current, 0);
  // Every turn produces 2πF/T.
  EXPECT_NEAR(state.entropy_production / (current * 2 * M_PI * force / temperature), 1, 1e-12);
  return std::log(current);
}

TEST(StationaryState, OfATiltedWashboardCarriesStratonovichsCurrent) {
  const double exact = log_current(0.3, 1, 0.5);
  std::vector<double> errors;
  for (const Index cells : {50, 100, 200})
    errors.push_back(std::abs(log_current_on(cells, 0.3, 1, 0.5) - exact));
  EXPECT_TRUE(passes(compared("order of the current", 2, last_order(errors), 0.02)));
  EXPECT_LE(errors.back(), 1e-3);
}

// Barriers of 2A/T = 100: what passes is e^−95 of what a face lets through either way.
TEST(StationaryState, OfAColdWashboardHasARelativelyAccurateCurrent) {
  const double exact = log_current(0.02, 1, 0.02);
  std::vector<double> errors;
  for (const Index cells : {400, 800})
    errors.push_back(std::abs(log_current_on(cells, 0.02, 1, 0.02) - exact));
  EXPECT_TRUE(passes(compared("order of the current", 2, last_order(errors), 0.05)));
  EXPECT_LE(errors.back(), 0.02);
}

TEST(StationaryState, WithNegativeRatesIsFoundToo) {
  const Grid grid = square(6, 24);
  const Generator generator = discretisation("central").build(Whirl(6), grid);
  ASSERT_TRUE(generator.has_negative_rates());
  const StationaryState state = stationary_state(generator);
  Eigen::ArrayXd rate(state.density.size());
  generator.apply(state.density.data(), rate.data());
  EXPECT_LE(rate.abs().maxCoeff(), 1e-10 * generator.sparse().diagonal().cwiseAbs().maxCoeff());
  EXPECT_TRUE(std::isnan(state.entropy_production));
}

// G of a correlated noise, the drift turned so that π = N(0, I) as well.
TEST(StationaryState, CurrentsOfMixedDerivativesBalanceInEveryCell) {
  FaceRates along{Eigen::ArrayXXd::Constant(7, 1, 3.0), Eigen::ArrayXXd::Constant(7, 1, 2.5),
                  Eigen::ArrayXXd::Constant(7, 1, std::log(2.5 / 3))};
  Eigen::Matrix2d mixed;
  mixed << 0, -0.4, -0.4, 0;
  const Generator generator(Grid({{0, 8, 8}, {0, 8, 8}}), {along, along}, "by hand", mixed);
  const StationaryState state = stationary_state(generator);
  for (Index j = 0; j < 8; ++j) {
    for (Index i = 0; i < 8; ++i) {
      double into = 0;
      if (i > 0) into += state.currents[0](i - 1, j);
      if (i < 7) into -= state.currents[0](i, j);
      if (j > 0) into += state.currents[1](j - 1, i);
      if (j < 7) into -= state.currents[1](j, i);
      EXPECT_NEAR(into, 0, 1e-16);
    }
  }
}

TEST(StationaryState, RefusesWhatDiesOut) {
  const Generator generator = scharfetter_gummel(double_well(1), line(-2, 2, 20), {Boundary::absorbing});
  EXPECT_THROW(stationary_state(generator), InvalidArgument);
  EXPECT_THROW(stationary_density(scharfetter_gummel(Whirl(1), square(4, 20))), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
