#include "kolmo/fokker_planck/operator/generator.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "fokker_planck/operator/generator_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::fokker_planck {
namespace {

using testing::double_well;
using testing::line;
using testing::square;

constexpr double ulp = std::numeric_limits<double>::epsilon();

TEST(Bernoulli, IsAccurateAtZeroAndFarOut) {
  EXPECT_EQ(bernoulli(0), 1);
  for (const double x : {1e-300, 1e-20, 1e-9, 1e-3}) {
    // B = 1 − x/2 + x²/12 − x⁴/720 + …
    EXPECT_NEAR(bernoulli(x), 1 - x / 2 + x * x / 12, 4 * ulp + x * x * x * x);
    EXPECT_NEAR(bernoulli(-x), 1 + x / 2 + x * x / 12, 4 * ulp + x * x * x * x);
  }
  EXPECT_NEAR(bernoulli(1) * (std::exp(1.0) - 1), 1, 4 * ulp);
  EXPECT_EQ(bernoulli(-1000), 1000);
  EXPECT_GT(bernoulli(720), 0);
  EXPECT_NEAR(bernoulli(720) / (720 * std::exp(-720.0)), 1, 1e-9);
  EXPECT_EQ(bernoulli(1e6), 0);
  for (const double x : {0.1, 3.0, 50.0}) EXPECT_NEAR(bernoulli(-x) / (bernoulli(x) + x), 1, 8 * ulp);
}

TEST(ScharfetterGummel, KeepsTheDiscreteGibbsStateExactly) {
  for (const double temperature : {0.05, 0.5, 1.0}) {
    EXPECT_TRUE(
        verify::test::passes(testing::discrete_gibbs(discretisation("scharfetter_gummel"), temperature)));
    EXPECT_GE(testing::discrete_gibbs(discretisation("chang_cooper"), temperature).observed, 1e-6);
  }
}

TEST(ScharfetterGummel, StationaryDensityIsTheGibbsStateAndStays) {
  const auto process = double_well(0.5);
  const Grid grid = line(-3, 3, 200);
  const Generator generator = scharfetter_gummel(process, grid);
  const Eigen::ArrayXd pi = stationary_density(generator);
  Eigen::ArrayXd v(200);
  process.potential().value(grid.centres(), v);
  for (Index i = 1; i < 200; ++i) EXPECT_NEAR(std::log(pi(i) / pi(100)), -2 * (v(i) - v(100)), 1e-12);
  for (const auto& s : steppers()) {
    const Eigen::ArrayXd later = testing::marched(generator, *s, pi, 10, 100);
    EXPECT_LE(((later - pi) / pi).abs().maxCoeff(), 1e-11) << s->claim().name;
  }
}

TEST(ChangCooper, GibbsStateErrorIsOfSecondOrder) {
  std::vector<double> defects;
  const auto process = double_well(0.5);
  for (const Index n : {100, 200, 400}) {
    const Grid grid = line(-3, 3, n);
    defects.push_back(testing::l1(grid, stationary_density(chang_cooper(process, grid)),
                                  stationary_density(scharfetter_gummel(process, grid))));
  }
  EXPECT_NEAR(testing::last_order(defects), 2, 0.1);
}

TEST(ScharfetterGummel, LinesOfSeparableProcessesShareTheirRates) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 2);
  const Generator a = scharfetter_gummel(ou, square(4, 40)), b = chang_cooper(ou, square(4, 40));
  for (const Index axis : {0, 1}) {
    EXPECT_TRUE(a.rates(axis).shared());
    EXPECT_TRUE(b.rates(axis).shared());
    // V is quadratic, so that the drift at the face is exactly the difference of V: both discretisations
    // agree.
    EXPECT_LE((a.rates(axis).up - b.rates(axis).up).abs().maxCoeff() / a.rates(axis).up.maxCoeff(), 1e-12);
  }
}

// V = ½ |x|² + ½ x² y²: not separable.
class Coupled : public density::Potential {
 public:
  std::string name() const override { return "coupled"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, Values out) const override {
    out = 0.5 * (x.col(0).square() + x.col(1).square() + x.col(0).square() * x.col(1).square());
  }
  void gradient(const ConstBlock& x, Block out) const override {
    out.col(0) = x.col(0) * (1 + x.col(1).square());
    out.col(1) = x.col(1) * (1 + x.col(0).square());
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    out = 2 + x.col(0).square() + x.col(1).square();
  }
};

TEST(ScharfetterGummel, KeepsTheGibbsStateOfACoupledPotentialInTwoDimensions) {
  const process::OverdampedLangevin process(std::make_shared<Coupled>(), 0.7);
  const Grid grid({{-3, 3.5, 33}, {-2.5, 3, 41}});
  const Generator generator = scharfetter_gummel(process, grid);
  EXPECT_FALSE(generator.rates(0).shared());
  const Eigen::ArrayXd pi = stationary_density(generator);
  Eigen::ArrayXd flow(pi.size());
  generator.apply(pi.data(), flow.data());
  EXPECT_LE(flow.abs().maxCoeff(), 1e-11 * pi.maxCoeff() * generator.rates(0).up.maxCoeff());
  const Eigen::ArrayXd later = testing::marched(generator, stepper("tr_bdf2"), pi, 1, 20);
  EXPECT_LE(testing::l1(grid, later, pi), 1e-12);
}

TEST(Generator, ApplyIsTheTimeDerivativeOfTheMarch) {
  const process::OverdampedLangevin process(std::make_shared<Coupled>(), 0.7);
  const Grid grid({{-3, 3.5, 19}, {-2.5, 3, 21}});
  const Generator generator = scharfetter_gummel(process, grid);
  const Eigen::ArrayXd p = testing::on_grid(testing::lopsided_mixture_2d(), grid);
  Eigen::ArrayXd slope(p.size());
  generator.apply(p.data(), slope.data());
  const double dt = 1e-6;
  const Eigen::ArrayXd difference = (testing::marched(generator, stepper("tr_bdf2"), p, dt, 1) - p) / dt;
  // The difference quotient is off by ½ Δt L² p ≈ 1e−6 · (4D/h²)² and by rounding/Δt.
  EXPECT_LE((difference - slope).abs().maxCoeff(), 1e-3 * slope.abs().maxCoeff());
}

TEST(ScharfetterGummel, RefusesWhatItCannotDiscretise) {
  const process::VariancePreserving vp(0.1, 20, 1, 1);
  try {
    scharfetter_gummel(vp, line(-5, 5, 100));
    FAIL() << "a process with a clock was accepted in its own time";
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("on_clock"), std::string::npos) << error.what();
  }
  EXPECT_NO_THROW(scharfetter_gummel(*on_clock(vp), line(-5, 5, 100)));
  const process::OrnsteinUhlenbeck ou(1, 0, 1, 2);
  EXPECT_THROW(scharfetter_gummel(ou, line(-5, 5, 100)), InvalidArgument);
  try {
    scharfetter_gummel(ou, square(5, 1'000'000));
    FAIL() << "a grid of 8 TB was accepted";
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("bytes"), std::string::npos) << error.what();
  }
  EXPECT_THROW(discretisation("upwnd"), InvalidArgument);
  EXPECT_THROW(stepper("euler"), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
