// The quasi-stationary law and its rate against closed forms, in several units, against other solvers, and in
// deep wells.

#include "kolmo/fokker_planck/analysis/quasi_stationary.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/modes/slowest_rates.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

Boundaries sides(Boundary lower, Boundary upper) {
  return Boundaries(std::vector<std::array<Boundary, 2>>{{lower, upper}});
}

/// dX = b dt + √(2D) dW.
class Drifting final : public process::Process {
 public:
  Drifting(double drift, double diffusivity) : b_(drift), diffusivity_(diffusivity) {}
  std::string name() const override { return "drifting"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock&, Block out) const override { out = b_; }
  double diffusion(double) const override { return std::sqrt(2 * diffusivity_); }
  double noise_variance(double s, double t) const override { return 2 * diffusivity_ * (t - s); }

 private:
  double b_, diffusivity_;
};

Generator built(const process::Process& process, const Grid& grid, const Boundaries& boundaries) {
  return discretisation("scharfetter_gummel").build(process, grid, {boundaries, {}});
}

/// λ, the mean of ν, and the share that leaves through the lower side, as h → 0.
Eigen::Array3d limit(const process::Process& process, double lower, double upper,
                     const Boundaries& boundaries) {
  std::vector<Eigen::ArrayXd> rows;
  for (const Index cells : {50, 100, 200}) {
    const Grid grid = line(lower, upper, cells);
    const auto state = quasi_stationary_state(built(process, grid, boundaries));
    const double mean = (grid.centres().col(0) * state.density).sum() * grid.cell_volume();
    rows.push_back(Eigen::Array3d(state.rate, mean, state.exits[0][0]));
  }
  return extrapolate(rows).value;
}

// ν ∝ e^{bx/2D} sin(πx/L) and λ = D(π/L)² + b²/4D; D ν' at the sides: exits in the ratio 1 : e^{bL/2D}. With
// a = bL/2D, ∫ x ν = L (1/(1 + e^{−a}) − 2a/(π² + a²)).
TEST(QuasiStationary, OfADriftBetweenTwoAbsorbingSidesInAnyUnits) {
  for (const double length : {1.0, 3e-6, 2e4}) {
    for (const double a : {0.0, 0.7, -2.5}) {
      const double diffusivity = 0.3 * length * length, b = 2 * diffusivity * a / length;
      const double rate = diffusivity * std::pow(M_PI / length, 2) + b * b / (4 * diffusivity);
      const double mean = 1 / (1 + std::exp(-a)) - 2 * a / (M_PI * M_PI + a * a);
      const Eigen::Array3d found = limit(Drifting(b, diffusivity), 5 * length, 6 * length,
                                         sides(Boundary::absorbing, Boundary::absorbing));
      EXPECT_NEAR(found(0) / rate, 1, 1e-7) << a;
      EXPECT_NEAR(found(1) / length - 5, mean, 1e-7) << a;
      EXPECT_NEAR(found(2), 1 / (1 + std::exp(a)), 1e-7) << a;
    }
  }
}

// Wrong on purpose: φ in the place of ν (the transpose forgotten) has its mean on the other side.
TEST(QuasiStationary, OfTheTransposeIsSeen) {
  const Grid grid = line(0, 1, 100);
  const auto state =
      quasi_stationary_state(built(Drifting(2, 1), grid, sides(Boundary::absorbing, Boundary::absorbing)));
  const Eigen::ArrayXd x = grid.centres().col(0);
  const double mean = (x * state.density).sum() / state.density.sum();
  const double transposed = (x * state.survival).sum() / state.survival.sum();
  const double exact = 1 / (1 + std::exp(-1)) - 2 / (M_PI * M_PI + 1);
  EXPECT_NEAR(mean, exact, 1e-4);
  EXPECT_NEAR(transposed, 1 - exact, 1e-4);
  // ν φ is that of paths that are never absorbed: e^{bx/2D} cancels.
  EXPECT_NEAR((x * state.density * state.survival).sum() * grid.cell_volume(), 0.5, 1e-3);
}

// The half line of an Ornstein–Uhlenbeck process that dies at its mean: the first odd mode, λ = θ and
// ν ∝ x e^{−θx²/σ²}, whose mean is √(π/2) deviations at rest.
TEST(QuasiStationary, OfAnOrnsteinUhlenbeckProcessThatDiesAtItsMean) {
  for (const double rate : {1.0, 1e9, 1e-8}) {
    const process::OrnsteinUhlenbeck process(rate, 0, std::sqrt(2 * rate), 1);
    const Eigen::Array3d found = limit(process, 0, 7, sides(Boundary::absorbing, Boundary::no_flux));
    EXPECT_NEAR(found(0) / rate, 1, 2e-6);
    EXPECT_NEAR(found(1), std::sqrt(M_PI / 2), 2e-6);
    EXPECT_EQ(found(2), 1);
  }
}

// λ by bisection on the line, 10³ and 1 temperatures below the barrier: the escape through x = 0.
TEST(QuasiStationary, KeepsItsDigitsInADeepWell) {
  for (const double temperature : {1.0, 0.02, 0.001}) {
    const auto generator =
        built(double_well(temperature), line(-2.2, 0, 300), sides(Boundary::no_flux, Boundary::absorbing));
    const auto state = quasi_stationary_state(generator);
    EXPECT_NEAR(state.log_rate, log_leading_eigenvalues(generator, 1)(0),
                1e-10 * std::abs(state.log_rate) + 1e-11);
    EXPECT_EQ(state.rate > 0, temperature > 0.0014);
    EXPECT_NEAR(state.density.sum() * generator.grid().cell_volume(), 1, 1e-12);
  }
}

// A process that turns, on a square that absorbs: no detailed balance. λ by Arnoldi's iteration; L ν = −λ ν,
// Lᵀ φ = −λ φ; the time from ν is exponential, and leaves where the backward equation says.
TEST(QuasiStationary, OfATurningProcessInThePlane) {
  const Grid grid(std::vector<Axis>{{-1.5, 1, 40}, {-1, 2, 36}});
  const auto generator = built(Stirred(2), grid, Boundaries(Boundary::absorbing));
  const auto state = quasi_stationary_state(generator);
  const double volume = grid.cell_volume(), rate = state.rate;
  EXPECT_NEAR(slowest_rates(generator, 1)[0].real() / rate, 1, 1e-9);
  Eigen::ArrayXd out(grid.cells());
  generator.apply(state.density.data(), out.data());
  EXPECT_LT((out + rate * state.density).abs().maxCoeff(), 1e-9 * rate * state.density.maxCoeff());
  generator.apply_transposed(state.survival.data(), out.data());
  EXPECT_LT((out + rate * state.survival).abs().maxCoeff(), 1e-9 * rate * state.survival.maxCoeff());
  for (const int order : {1, 2, 3}) {
    const double moment = (passage_time_moment(generator, order) * state.density).sum() * volume;
    EXPECT_NEAR(moment * std::pow(rate, order) / std::tgamma(order + 1), 1, 1e-10) << order;
  }
  double all = 0;
  for (const Index axis : {0, 1})
    for (const Index side : {0, 1}) {
      const double share = state.exits[static_cast<std::size_t>(axis)][static_cast<std::size_t>(side)];
      EXPECT_NEAR(share, (exit_probability(generator, axis, side) * state.density).sum() * volume, 1e-10);
      all += share;
    }
  EXPECT_NEAR(all, 1, 1e-14);
}

// The noise vanishes at the wall that absorbs. Of a = m/c < 1 paths reach it: λ = b (1 − a) and ν ∝
// e^{−bx/c}, as x^(1−a) is the eigenfunction of the backward equation. What a cell at the wall loses is right
// but for O(h), and weighs as that function does there: order 2 − a. Of a ≥ 1 no path reaches it.
TEST(QuasiStationary, OfAPopulationThatDiesOutWhereItsNoiseVanishes) {
  for (const double unit : {1.0, 1e5, 1e-6}) {
    for (const double a : {0.0, 0.4}) {
      const double b = 0.7, c = 0.2 * unit;
      std::vector<double> rate, mean;
      for (const Index cells : {200, 400, 800, 1600}) {
        const Grid grid = line(0, 28 * c / b, cells);
        const auto state = quasi_stationary_state(
            built(Branching(a * c, b, c), grid, sides(Boundary::absorbing, Boundary::no_flux)));
        rate.push_back(std::abs(state.rate / (b * (1 - a)) - 1));
        mean.push_back(
            std::abs((grid.centres().col(0) * state.density).sum() * grid.cell_volume() * b / c - 1));
      }
      EXPECT_NEAR(last_order(rate), 2 - a, 0.2) << a;  // with a logarithm for a = 0
      EXPECT_NEAR(last_order(mean), 2 - a, 0.4) << a;
      EXPECT_LT(rate.back(), 1e-3) << a;
      EXPECT_LT(mean.back(), 1e-3) << a;
    }
    EXPECT_THROW(quasi_stationary_state(built(Branching(1.2 * unit, 0.7, unit), line(0, 20 * unit, 50),
                                              sides(Boundary::absorbing, Boundary::no_flux))),
                 InvalidArgument);
  }
}

TEST(QuasiStationary, SaysWhyThereIsNone) {
  EXPECT_THROW(quasi_stationary_state(built(Drifting(1, 1), line(0, 1, 20), {})), InvalidArgument);
  // Two equal wells behind a barrier of 400 temperatures, each with a side of its own.
  const auto generator = built(double_well(0.0025), line(-1.1, 1.1 + 1e-7, 400),
                               sides(Boundary::absorbing, Boundary::absorbing));
  EXPECT_THROW(quasi_stationary_state(generator), NumericalFailure);
}

}  // namespace
}  // namespace kolmo::fokker_planck
