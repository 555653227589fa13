// Gibbs densities on the line against data/reference/c_stationary.json.

#include "kolmo/density/gibbs_density.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"

namespace {

using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Points;
using namespace kolmo::density;

/// Values of data/reference/c_stationary.json under the key of that name.
struct Reference {
  std::string key;
  std::shared_ptr<const Potential> potential;
  double temperature, z, mean, second, fourth, sixth, entropy, above_zero;
};

std::vector<Reference> references() {
  return {{"double_well_T1.0", std::make_shared<DoubleWell>(), 1.0, 1.9737321500898237, 0, 0.8327454871283801,
           1.0827454871283801, 1.7073046024746654, 1.0971807557654065, 0.5},
          {"double_well_T0.5", std::make_shared<DoubleWell>(), 0.5, 1.410914703196209, 0, 0.8521361521783342,
           0.9771361521783342, 1.2966872092452095, 0.8899659153729402, 0.5},
          {"quartic_x4/4_T1.0", std::make_shared<QuarticPotential>(), 1.0, 2.563693352040848, 0,
           0.6759782400672846, 1.0, 2.027934720201854, 1.1914489344181045, 0.5},
          {"asym_double_well_T1.0", std::make_shared<DoubleWell>(0.3), 1.0, 2.048419570391633,
           -0.2454429712907037, 0.8498879954575462, 1.118296218304349, 1.7797454377443114, 1.0619558905519408,
           0.3784074060152053},
          {"bounded_sde_x2/2-logcosh_T1.0", std::make_shared<LogCoshPotential>(), 1.0, 4.132731354122493, 0,
           2, 10, 76, 1.7557693535515044, 0.5},
          {"harmonic_check_T1.0", std::make_shared<QuadraticPotential>(1.0, Eigen::VectorXd::Zero(1)), 1.0,
           2.5066282746310007, 0, 1, 3, 15, 1.4189385332046727, 0.5}};
}

TEST(GibbsDensity, AgreesWithReferenceValues) {
  for (const auto& reference : references()) {
    const GibbsDensity p(reference.potential, reference.temperature);
    EXPECT_NEAR(std::exp(p.log_normalisation()), reference.z, 1e-12 * reference.z) << reference.key;
    EXPECT_NEAR(p.raw_moment(1), reference.mean, 1e-12) << reference.key;
    EXPECT_NEAR(p.raw_moment(2), reference.second, 1e-12) << reference.key;
    EXPECT_NEAR(p.raw_moment(4), reference.fourth, 1e-11) << reference.key;
    EXPECT_NEAR(p.raw_moment(6), reference.sixth, 1e-10) << reference.key;
    EXPECT_NEAR(p.entropy(), reference.entropy, 1e-12) << reference.key;
    EXPECT_NEAR(p.probability_above(0), reference.above_zero, 1e-12) << reference.key;
  }
}

TEST(GibbsDensity, GivenAndFoundIntervalsAgree) {
  const auto potential = std::make_shared<DoubleWell>();
  const GibbsDensity found(potential, 0.5), given(potential, 0.5, GibbsDensity::Interval{-3, 3});
  EXPECT_NEAR(found.log_normalisation(), given.log_normalisation(), 1e-14);
  EXPECT_NEAR(found.cdf(0.7), given.cdf(0.7), 1e-14);
}

TEST(GibbsDensity, QuantileInvertsTheDistributionFunction) {
  const GibbsDensity p(std::make_shared<DoubleWell>(0.3), 0.5);
  for (double u : {1e-10, 1e-3, 0.2, 0.5, 0.77, 0.8, 0.999}) EXPECT_NEAR(p.cdf(p.quantile(u)), u, 1e-14);
  const GibbsDensity normal(std::make_shared<QuadraticPotential>(1.0, Eigen::VectorXd::Zero(1)), 1.0);
  EXPECT_NEAR(normal.quantile(0.975), 1.959963984540054, 1e-12);
  EXPECT_NEAR(normal.cdf(-1.3), 0.5 * std::erfc(1.3 / std::sqrt(2.0)), 1e-14);
}

TEST(GibbsDensity, ScoreIsMinusTheGradientOverTemperature) {
  const GibbsDensity p(std::make_shared<DoubleWell>(), 0.5);
  const Points x = Points::Constant(1, 1, 0.8), v = Points::Constant(1, 1, 2.0);
  Points score(1, 1), product(1, 1);
  Eigen::ArrayXd laplacian(1);
  p.score_and_laplacian(x, score, laplacian);
  p.hessian_product(x, v, product);
  EXPECT_NEAR(score(0, 0), -4 * 0.8 * (0.64 - 1) / 0.5, 1e-14);
  EXPECT_NEAR(laplacian(0), -(12 * 0.64 - 4) / 0.5, 1e-14);
  EXPECT_NEAR(product(0, 0), 2 * laplacian(0), 1e-14);
}

/// x²/2 − log cosh x as a user would write it: −∞ where cosh overflows, beyond |x| = 710.
class OverflowingPotential final : public Potential {
 public:
  std::string name() const override { return "overflowing"; }
  Index dimension() const override { return 1; }
  void value(const kolmo::ConstBlock& x, kolmo::Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = 0.5 * x(i, 0) * x(i, 0) - std::log(std::cosh(x(i, 0)));
  }
  void gradient(const kolmo::ConstBlock&, kolmo::Block) const override {}
  void laplacian(const kolmo::ConstBlock&, kolmo::Values) const override {}
};

TEST(GibbsDensity, IsNotLedAstrayWhereAFormulaOverflows) {
  const GibbsDensity p(std::make_shared<OverflowingPotential>(), 1);
  EXPECT_NEAR(p.raw_moment(2), 2, 1e-12);
}

// 10⁵ samples; 6.1 standard errors.
TEST(GibbsDensity, SamplesHaveItsMoments) {
  const GibbsDensity p(std::make_shared<DoubleWell>(0.3), 0.5);
  const Index n = 100000;
  const Eigen::ArrayXd x = sample(p, kolmo::RandomStream(3, 1), n).col(0);
  for (int k : {1, 2, 4}) {
    const Eigen::ArrayXd power = x.pow(k);
    const double error = std::sqrt((power - power.mean()).square().mean() / static_cast<double>(n));
    EXPECT_NEAR(power.mean(), p.raw_moment(k), 6.1 * error) << k;
  }
}

/// V = x²/(1 + x²).
class FlatPotential final : public Potential {
 public:
  std::string name() const override { return "flat"; }
  Index dimension() const override { return 1; }
  void value(const kolmo::ConstBlock& x, kolmo::Values out) const override {
    out = x.col(0).square() / (1 + x.col(0).square());
  }
  void gradient(const kolmo::ConstBlock&, kolmo::Block out) const override { out.setZero(); }
  void laplacian(const kolmo::ConstBlock&, kolmo::Values out) const override { out.setZero(); }
};

/// V(x/L).
class Stretched final : public Potential {
 public:
  explicit Stretched(double length) : length_(length) {}
  std::string name() const override { return "stretched"; }
  Index dimension() const override { return 1; }
  void value(const kolmo::ConstBlock& x, kolmo::Values out) const override { well_.value(x / length_, out); }
  void gradient(const kolmo::ConstBlock& x, kolmo::Block out) const override {
    well_.gradient(x / length_, out);
    out /= length_;
  }
  void laplacian(const kolmo::ConstBlock& x, kolmo::Values out) const override {
    well_.laplacian(x / length_, out);
    out /= length_ * length_;
  }

 private:
  double length_;
  DoubleWell well_{0.3};
};

// x → Lx with L a power of two: the same mantissas. L = 10^k: the last digits, and no error.
TEST(GibbsDensity, DoesNotDependOnTheUnitOfLength) {
  const GibbsDensity unit(std::make_shared<Stretched>(1), 0.5);
  for (const int k : {-30, -7, 3, 20}) {
    const double length = std::ldexp(1.0, k);
    const GibbsDensity scaled(std::make_shared<Stretched>(length), 0.5);
    EXPECT_EQ(scaled.interval().lower, length * unit.interval().lower) << k;
    EXPECT_EQ(scaled.interval().upper, length * unit.interval().upper) << k;
    EXPECT_EQ(scaled.raw_moment(2), length * length * unit.raw_moment(2)) << k;
    EXPECT_EQ(scaled.quantile(0.3), length * unit.quantile(0.3)) << k;
    EXPECT_EQ(scaled.probability_above(0.1 * length), unit.probability_above(0.1)) << k;
    EXPECT_NEAR(scaled.entropy(), unit.entropy() + k * std::numbers::ln2, 1e-13 * 30) << k;
  }
  for (const double length : {1e-9, 1e-6, 1e9}) {
    const GibbsDensity scaled(std::make_shared<Stretched>(length), 0.5);
    EXPECT_NEAR(scaled.raw_moment(2) / (length * length), unit.raw_moment(2), 1e-12) << length;
  }
}

TEST(GibbsDensity, SaysWhatItCannotDo) {
  const auto well = std::make_shared<DoubleWell>();
  EXPECT_THROW(GibbsDensity(nullptr, 1), InvalidArgument);
  EXPECT_THROW(GibbsDensity(well, 0), InvalidArgument);
  EXPECT_THROW(GibbsDensity(well, 1, GibbsDensity::Interval{3, -3}), InvalidArgument);
  EXPECT_THROW(GibbsDensity(well, 1, GibbsDensity::Interval{-3, 1}), InvalidArgument);
  EXPECT_THROW(GibbsDensity(std::make_shared<QuadraticPotential>(1, Eigen::Vector2d(0, 0)), 1),
               InvalidArgument);
  EXPECT_THROW(GibbsDensity(std::make_shared<FlatPotential>(), 1), kolmo::NumericalFailure);
  EXPECT_THROW(GibbsDensity(well, 1e-9, GibbsDensity::Interval{-3, 3}), kolmo::NumericalFailure);
}

}  // namespace
