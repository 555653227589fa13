// Orders in space and in time for everything in the catalogues.

#include "fokker_planck/time/order_checks.hpp"

#include <gtest/gtest.h>
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::passes;

TEST(OrderInSpace, IsAsClaimedForOrnsteinUhlenbeckInOneDimension) {
  for (const Discretisation& scheme : discretisations()) {
    const auto errors = errors_in_space_1d(scheme);
    EXPECT_TRUE(passes(order_in_space(scheme, errors)));
    EXPECT_LE(errors.back(), *scheme.claim.order(Sense::space) < 2 ? 1e-2 : 1e-3) << scheme.claim.name;
  }
}

TEST(OrderInSpace, IsAsClaimedForVariancePreservingOnItsClock) {
  const process::VariancePreserving vp(0.1, 20, 1, 1);
  for (const Discretisation& scheme : discretisations()) {
    const auto errors =
        errors_in_space(scheme, *on_clock(vp), lopsided_mixture_1d(),
                        {line(-6, 6, 120), line(-6, 6, 240), line(-6, 6, 480)}, vp.clock(0.25), 800);
    EXPECT_TRUE(passes(order_in_space(scheme, errors)));
  }
}

TEST(OrderInSpace, IsAsClaimedForAMixtureInTwoDimensions) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 2);
  for (const Discretisation& scheme : discretisations()) {
    const auto errors = errors_in_space(scheme, ou, lopsided_mixture_2d(),
                                        {square(6, 60), square(6, 120), square(6, 240)}, 0.3, 200);
    EXPECT_TRUE(passes(order_in_space(scheme, errors)));
  }
}

TEST(OrderInTime, IsAsClaimedInOneDimension) {
  for (const auto& s : steppers()) EXPECT_TRUE(passes(order_in_time_1d(*s)));
}

TEST(OrderInTime, IsAsClaimedInTwoDimensions) {
  for (const auto& s : steppers()) EXPECT_TRUE(passes(order_in_time_2d(*s)));
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
  for (const auto& s : steppers()) EXPECT_TRUE(passes(order_in_time(*s, generator, p0)));
}

// p ↦ R(κ Δt L) p damps the fastest mode of a step that is far too long: |R(−∞)| = 0.
TEST(TrBdf2, IsLStable) {
  const process::Brownian heat(1, 1);
  const Grid grid = line(0, 1, 256);
  Eigen::ArrayXd p0(256);
  for (Index i = 0; i < 256; ++i) p0(i) = i % 2 == 0 ? 2 : 0;
  for (const char* name : {"implicit_euler", "tr_bdf2", "crank_nicolson_rannacher", "sdirk3", "bdf2"}) {
    const TimeStepper* s = &stepper(name);
    const Eigen::ArrayXd p = marched(scharfetter_gummel(heat, grid), *s, p0, 100, 1);
    // The slowest mode, 1/128 of the start, is damped to about 1/(½π² 100) or √2 of it over κ; with |R(−∞)| =
    // 1 the zigzag itself would stay.
    EXPECT_LE((p - 1).abs().maxCoeff(), 2e-4) << s->claim().name;
  }
}

}  // namespace
}  // namespace kolmo::fokker_planck
