// Orders in space and in time, separately, two-sided, for everything in the catalogues.

#include <gtest/gtest.h>

#include "kolmo/fokker_planck/singly_implicit.hpp"
#include "problems.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

constexpr double tolerance = 0.12;  // of an order observed at errors where the next term is below 5 %

// L1 error at t on 3 grids, the time error kept below a hundredth of it by 2nd-order steps.
std::vector<double> errors_in_space(const Discretisation& scheme, const process::Process& process,
                                    const density::GaussianMixture& p0, const std::vector<Grid>& grids,
                                    double t, Index steps) {
  std::vector<double> errors;
  const density::GaussianMixture exact = process::marginal(process, p0, t);
  for (const Grid& grid : grids) {
    const InitialDensity initial = initial_density(p0, grid);
    const Eigen::ArrayXd p = marched(scheme.build(process, grid), tr_bdf2(), initial.density, t, steps);
    errors.push_back(l1(grid, p, on_grid(exact, grid)));
  }
  return errors;
}

TEST(OrderInSpace, IsAsClaimedForOrnsteinUhlenbeckInOneDimension) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 1);
  for (const Discretisation& scheme : discretisations()) {
    const auto errors = errors_in_space(scheme, ou, lopsided_mixture_1d(),
                                        {line(-6, 6, 120), line(-6, 6, 240), line(-6, 6, 480)}, 0.4, 800);
    EXPECT_NEAR(last_order(errors), *scheme.claim.order_space, tolerance) << scheme.claim.name;
    EXPECT_LE(errors.back(), 1e-3) << scheme.claim.name;
  }
}

TEST(OrderInSpace, IsAsClaimedForVariancePreservingOnItsClock) {
  const process::VariancePreserving vp(0.1, 20, 1, 1);
  for (const Discretisation& scheme : discretisations()) {
    const auto errors =
        errors_in_space(scheme, *vp.on_clock(), lopsided_mixture_1d(),
                        {line(-6, 6, 120), line(-6, 6, 240), line(-6, 6, 480)}, vp.clock(0.25), 800);
    EXPECT_NEAR(last_order(errors), *scheme.claim.order_space, tolerance) << scheme.claim.name;
  }
}

TEST(OrderInSpace, IsAsClaimedForAMixtureInTwoDimensions) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 2);
  for (const Discretisation& scheme : discretisations()) {
    const auto errors = errors_in_space(scheme, ou, lopsided_mixture_2d(),
                                        {square(6, 60), square(6, 120), square(6, 240)}, 0.3, 200);
    EXPECT_NEAR(last_order(errors), *scheme.claim.order_space, tolerance) << scheme.claim.name;
  }
}

// L1 distance to the same grid's solution with far smaller steps.
std::vector<double> errors_in_time(const TimeStepper& stepper, const Generator& generator,
                                   const Eigen::ArrayXd& p0, double t, const std::vector<Index>& steps) {
  const Eigen::ArrayXd fine = marched(generator, tr_bdf2(), p0, t, 32 * steps.back());
  std::vector<double> errors;
  for (const Index n : steps)
    errors.push_back(l1(generator.grid(), marched(generator, stepper, p0, t, n), fine));
  return errors;
}

std::vector<double> errors_in_time_1d(const TimeStepper& stepper) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 1);
  const Grid grid = line(-6, 6, 240);
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_1d(), grid).density;
  return errors_in_time(stepper, scharfetter_gummel(ou, grid), p0, 0.5, {40, 80, 160});
}

std::vector<double> errors_in_time_2d(const TimeStepper& stepper) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 2);
  const Grid grid = square(6, 64);
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_2d(), grid).density;
  return errors_in_time(stepper, scharfetter_gummel(ou, grid), p0, 0.5, {40, 80, 160});
}

TEST(OrderInTime, IsAsClaimedInOneDimension) {
  for (const auto& s : steppers()) {
    EXPECT_NEAR(last_order(errors_in_time_1d(*s)), *s->claim().order_time, tolerance) << s->claim().name;
  }
}

TEST(OrderInTime, IsAsClaimedInTwoDimensions) {
  for (const auto& s : steppers()) {
    EXPECT_NEAR(last_order(errors_in_time_2d(*s)), *s->claim().order_time, tolerance) << s->claim().name;
  }
}

// The two axes commute under Ornstein–Uhlenbeck: only a potential that couples them shows the splitting's own
// order.
class Coupled : public process::Process {
 public:
  std::string name() const override { return "coupled"; }
  Index dimension() const override { return 2; }
  void drift(double, const ConstBlock& x, Block out) const override {
    out.col(0) = -x.col(0) * (1 + 2 * x.col(1).square());
    out.col(1) = 0.5 - x.col(1) + x.col(0);  // not a gradient
  }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    out = -2 - 2 * x.col(1).square();
  }
  double diffusion(double) const override { return 1; }
  double noise_variance(double s, double t) const override { return t - s; }
};

TEST(OrderInTime, IsAsClaimedWhereTheAxesDoNotCommute) {
  const Grid grid = square(6, 64);
  const Generator generator = scharfetter_gummel(Coupled(), grid);
  EXPECT_FALSE(generator.rates(0).shared());
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_2d(), grid).density;
  for (const auto& s : steppers()) {
    const auto errors = errors_in_time(*s, generator, p0, 0.5, {40, 80, 160});
    EXPECT_NEAR(last_order(errors), *s->claim().order_time, tolerance) << s->claim().name;
  }
}

TEST(OrderInTime, AWrongCoefficientOfTrBdf2LosesTheOrder) {
  const double weight = (1 + std::sqrt(2.0)) / 2, kappa = 1 - std::sqrt(0.5);
  // γ = ½ where 2 − √2 belongs; a weight that is off by 2 %: neither may pass as order 2.
  const SinglyImplicitStepper wrong_gamma(tr_bdf2().claim(), 0.25, {{1, weight, weight}, {0, 0, 1}});
  const SinglyImplicitStepper wrong_weight(tr_bdf2().claim(), kappa, {{1, 1.02 * weight, weight}, {0, 0, 1}});
  const SinglyImplicitStepper wrong_stage(tr_bdf2().claim(), kappa, {{0.9, weight, weight}, {0, 0, 1}});
  for (const auto* wrong : {&wrong_gamma, &wrong_weight, &wrong_stage}) {
    EXPECT_LT(last_order(errors_in_time_1d(*wrong)), 2 - tolerance);
    EXPECT_LT(last_order(errors_in_time_2d(*wrong)), 2 - tolerance);
  }
}

// p ↦ R(κ Δt L) p damps the fastest mode of a step that is far too long: |R(−∞)| = 0.
TEST(TrBdf2, IsLStable) {
  const process::Brownian heat(1, 1);
  const Grid grid = line(0, 1, 256);
  Eigen::ArrayXd p0(256);
  for (Index i = 0; i < 256; ++i) p0(i) = i % 2 == 0 ? 2 : 0;
  for (const auto& s : steppers()) {
    const Eigen::ArrayXd p = marched(scharfetter_gummel(heat, grid), *s, p0, 100, 1);
    // The slowest mode, 1/128 of the start, is damped to about 1/(½π² 100) or √2 of it over κ; with |R(−∞)| =
    // 1 the zigzag itself would stay.
    EXPECT_LE((p - 1).abs().maxCoeff(), 2e-4) << s->claim().name;
  }
}

}  // namespace
}  // namespace kolmo::fokker_planck
