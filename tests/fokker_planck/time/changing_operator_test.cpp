// Generators that change in time, against exact marginals.

#include <gtest/gtest.h>

#include <cmath>

#include "fokker_planck/time/order_checks.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

GeneratorAt in_its_own_time(const process::Process& process, const Grid& grid) {
  return [&process, grid](double t) { return scharfetter_gummel(process, grid, {{}, t}); };
}

std::vector<double> errors_in_time(const process::Process& process, const Grid& grid,
                                   const Eigen::ArrayXd& p0, const Eigen::ArrayXd& exact,
                                   const TimeStepper& stepper, double t, const std::vector<Index>& steps) {
  std::vector<double> errors;
  for (const Index n : steps) {
    const MarchResult result = march(in_its_own_time(process, grid), stepper, p0, {{0, t}, {n}});
    EXPECT_LE(result.mass_defect, 1e-13);
    EXPECT_EQ(result.steps, n);
    errors.push_back(l1(grid, result.density, exact));
  }
  return errors;
}

// β rises from 0.1 to 20. The error in space of 2400 cells is 3e−6; those in time 1e−4 and above.
TEST(ChangingOperator, VariancePreservingInItsOwnTimeHasTheOrderOfTheStepper) {
  const process::VariancePreserving vp(0.1, 20, 1, 1);
  const Grid grid = line(-6, 6, 2400);
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_1d(), grid).density;
  const Eigen::ArrayXd exact = on_grid(process::marginal(vp, lopsided_mixture_1d(), 0.3), grid);
  const auto second = errors_in_time(vp, grid, p0, exact, tr_bdf2(), 0.3, {8, 16, 32});
  EXPECT_NEAR(last_order(second), 2, order_tolerance) << second[2];
  const auto first = errors_in_time(vp, grid, p0, exact, implicit_euler(), 0.3, {32, 64, 128});
  EXPECT_NEAR(last_order(first), 1, order_tolerance) << first[2];
}

/// dX = −a(t) (X − c(t)) dt + g(t) dW, a = 1 + ½ sin 5t, c = sin 3t, g = 1 + ½ cos 4t: generators of
/// different times do not commute.
class Swaying final : public process::Process {
 public:
  std::string name() const override { return "swaying"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override {
    out = (1 + 0.5 * std::sin(5 * t)) * (std::sin(3 * t) - x);
  }
  void drift_divergence(double t, const ConstBlock&, Values out) const override {
    out = -1 - 0.5 * std::sin(5 * t);
  }
  double diffusion(double t) const override { return 1 + 0.5 * std::cos(4 * t); }
  double noise_variance(double, double) const override { return std::nan(""); }
};

/// Mean and variance of the Gaussian law by 4000 classical Runge–Kutta steps: error below 1e−12.
density::GaussianMixture swaying_law(double mean, double variance, double t) {
  const Index n = 4000;
  const double h = t / static_cast<double>(n);
  const auto slope = [](double s, const Eigen::Array2d& y) {
    const double a = 1 + 0.5 * std::sin(5 * s), g = 1 + 0.5 * std::cos(4 * s);
    return Eigen::Array2d(-a * (y(0) - std::sin(3 * s)), -2 * a * y(1) + g * g);
  };
  Eigen::Array2d y(mean, variance);
  for (Index k = 0; k < n; ++k) {
    const double s = h * static_cast<double>(k);
    const Eigen::Array2d k1 = slope(s, y), k2 = slope(s + h / 2, y + h / 2 * k1);
    const Eigen::Array2d k3 = slope(s + h / 2, y + h / 2 * k2), k4 = slope(s + h, y + h * k3);
    y += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return density::gaussian_1d(y(0), std::sqrt(y(1)));
}

TEST(ChangingOperator, GeneratorsThatDoNotCommuteKeepTheOrder) {
  const Grid grid = line(-5, 5, 4800);
  const Swaying process;
  const Eigen::ArrayXd p0 = initial_density(density::gaussian_1d(-0.8, std::sqrt(0.3)), grid).density;
  const Eigen::ArrayXd exact = on_grid(swaying_law(-0.8, 0.3, 1), grid);
  const auto second = errors_in_time(process, grid, p0, exact, tr_bdf2(), 1, {20, 40, 80});
  EXPECT_NEAR(last_order(second), 2, order_tolerance) << second[2];
  const auto first = errors_in_time(process, grid, p0, exact, implicit_euler(), 1, {40, 80, 160});
  EXPECT_NEAR(last_order(first), 1, order_tolerance) << first[2];
  // Wrong on purpose: L at the start of the step loses an order.
  std::vector<double> late;
  for (const Index n : {20, 40, 80}) {
    const double half = 0.5 / static_cast<double>(n);
    const GeneratorAt start = [&](double t) { return scharfetter_gummel(process, grid, {{}, t - half}); };
    late.push_back(l1(grid, march(start, tr_bdf2(), p0, {{0, 1}, {n}}).density, exact));
  }
  EXPECT_NEAR(last_order(late), 1, order_tolerance);
}

TEST(ChangingOperator, AConstantFunctionGivesTheBitsOfItsGenerator) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 1);
  const Grid grid = line(-4, 4, 61);
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_1d(), grid, CellValues::point, 1e-3).density;
  const Generator constant = scharfetter_gummel(ou, grid, {Boundary::absorbing});
  const GeneratorAt function = [&](double) { return constant; };
  const MarchResult one = march(constant, tr_bdf2(), p0, {{0, 0.5, 2}, {8, 16}});
  const RecordedMarch other = march_recording(function, tr_bdf2(), p0, {{0, 0.5, 2}, {8, 16}});
  EXPECT_TRUE((one.density == other.result.density).all());
  EXPECT_NEAR(one.outflow(), other.result.outflow(), 1e-15);
  EXPECT_EQ(other.recording.times.size(), 25u);
}

TEST(ChangingOperator, RefusesAGridThatChanges) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 1);
  const GeneratorAt growing = [&](double t) {
    return scharfetter_gummel(ou, line(-4, 4, t > 0.5 ? 62 : 61));
  };
  EXPECT_THROW(march(growing, tr_bdf2(), Eigen::ArrayXd::Ones(61), {{0, 1}, {4}}), InvalidArgument);
  EXPECT_THROW(march(growing, tr_bdf2(), Eigen::ArrayXd::Ones(62), {{0, 1}, {4}}), InvalidArgument);
  EXPECT_THROW(march(growing, tr_bdf2(), Eigen::ArrayXd::Ones(61), {{}, {}}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
