// What is exact on linear processes, and what stays stable on stiff ones.

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/derived/with_linear_part.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/structure/linear_drift.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "sde/matrix_processes.hpp"
#include "sde/schemes/single_steps.hpp"

namespace kolmo::sde {
namespace {

using process::OrnsteinUhlenbeck;

/// Levels 0 … 3 at t = 0.9 from (2, 2, …), 300 particles.
std::vector<Points> ends(const SdeScheme& scheme, const process::Process& process) {
  const Schedule schedule{{0.0, 0.4, 0.9}, {16, 8}};
  return simulate_snapshots({process, scheme, schedule, 300, RandomStream(9, 4), 4},
                            Points(Points::Constant(300, process.dimension(), 2.0)))
      .back();
}

/// The largest difference of two arrays over the size of the first.
double difference(const Points& a, const Points& b) {
  return (a - b).abs().maxCoeff() / std::max(1.0, a.abs().maxCoeff());
}

/// f_j = a_j x_j + b_j with different rates, g² = 2 + 3t²: not exact, but for the coupling where g is not
/// constant.
class TwoRates final : public process::Process, public process::LinearDrift {
 public:
  explicit TwoRates(bool constant) : constant_(constant) {}
  std::string name() const override { return "two_rates"; }
  Index dimension() const override { return 2; }
  void drift(double, const ConstBlock& x, Block out) const override {
    out.col(0) = rates_(0) * x.col(0) + 1;
    out.col(1) = rates_(1) * x.col(1) - 2;
  }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setConstant(-2.5); }
  double diffusion(double t) const override { return std::sqrt(constant_ ? 2 : 2 + 3 * t * t); }
  double noise_variance(double s, double t) const override {
    return 2 * (t - s) + (constant_ ? 0 : t * t * t - s * s * s);
  }
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }

 private:
  bool constant_;
  Eigen::ArrayXd rates_ = Eigen::Array2d(-3, 0.5);
};

// 24 steps of numbers of size up to 10 in rounding 1e−16 each, carried on by at most e^{0.9·½}; VE multiplies
// nothing but adds noises of size up to 50.
TEST(ExactLinear, FollowsTheSamePathsWithAnyStep) {
  const OrnsteinUhlenbeck ornstein_uhlenbeck(1.3, Eigen::Vector2d(0.5, -2), 0.7);
  const process::Brownian brownian(0.8, 2);
  const process::VariancePreserving vp(0.1, 20, 1, 2);
  const process::SubVariancePreserving sub_vp(0.1, 20, 1, 2);
  const process::VarianceExploding ve(0.01, 50, 1, 1);
  for (const process::Process* process :
       {static_cast<const process::Process*>(&ornstein_uhlenbeck), static_cast<const process::Process*>(&vp),
        static_cast<const process::Process*>(&brownian), static_cast<const process::Process*>(&sub_vp),
        static_cast<const process::Process*>(&ve)}) {
    const std::vector<Points> x = ends(scheme("exact_linear"), *process);
    for (std::size_t level = 1; level < 4; ++level) {
      EXPECT_LT(difference(x[0], x[level]), 1e-13) << process->name() << " " << level;
    }
    EXPECT_GT((x[0] - 2).abs().maxCoeff(), 0.1);
  }
}

TEST(ExactLinear, StepsByTheKernel) {
  const OrnsteinUhlenbeck process(1.3, Eigen::Vector2d(0.5, -2), 0.7);
  Points x(1, 2), z(1, 2);
  x << 0.4, 3;
  z << -0.3, 1.1;
  const double h = 0.7, decay = std::exp(-1.3 * h);
  const double deviation = 0.7 * std::sqrt((1 - decay * decay) / 2.6);
  const Points y = test::step_with(scheme("exact_linear"), process, 0.2, h, x, z);
  EXPECT_NEAR(y(0, 0), 0.5 + decay * (0.4 - 0.5) - 0.3 * deviation, 1e-15);
  EXPECT_NEAR(y(0, 1), -2 + decay * (3 + 2) + 1.1 * deviation, 1e-15);
  EXPECT_TRUE(std::isinf(*scheme("exact_linear").claim().order(Sense::strong, Context::additive)));
}

TEST(ExactLinear, TakesNoProcessWithoutAKernel) {
  EXPECT_FALSE(scheme("exact_linear").can_step(TwoRates(true)));
  EXPECT_FALSE(scheme("exact_linear").can_step(process::GeometricBrownianMotion(0.5, 0.8)));
}

TEST(ExponentialEuler, IsExactOnOrnsteinUhlenbeck) {
  const OrnsteinUhlenbeck process(1.3, Eigen::Vector2d(0.5, -2), 0.7);
  const std::vector<Points> exact = ends(scheme("exact_linear"), process);
  const std::vector<Points> x = ends(scheme("exponential_euler"), process);
  for (std::size_t level = 0; level < 4; ++level) EXPECT_LT(difference(exact[level], x[level]), 1e-13);
}

// Each coordinate has its own coupling. With g that depends on time the levels part by O(h).
TEST(ExponentialEuler, IsExactWithDifferentRatesWhereTheNoiseIsConstant) {
  const std::vector<Points> x = ends(scheme("exponential_euler"), TwoRates(true));
  for (std::size_t level = 1; level < 4; ++level) EXPECT_LT(difference(x[0], x[level]), 1e-13);
  const std::vector<Points> y = ends(scheme("exponential_euler"), TwoRates(false));
  EXPECT_GT(difference(y[0], y[1]), 1e-4);
  EXPECT_LT(difference(y[0], y[1]), 0.05);
}

// Coordinate by coordinate: e^{ah} x + h φ₁(ah) b + √((e^{2ah} − 1)/a) z with g² = 2.
TEST(ExponentialEuler, StepsByVariationOfConstants) {
  Points x(1, 2), z(1, 2);
  x << 0.4, 3;
  z << -0.3, 1.1;
  for (double h : {1e-9, 0.3, 20.0}) {
    const Points y = test::step_with(scheme("exponential_euler"), TwoRates(true), 0, h, x, z);
    const double a[] = {-3, 0.5}, b[] = {1, -2};
    for (Index j = 0; j < 2; ++j) {
      const double growth = std::expm1(a[j] * h);
      const double expected = (1 + growth) * x(0, j) + growth / a[j] * b[j] +
                              std::sqrt(std::expm1(2 * a[j] * h) / a[j]) * z(0, j);
      EXPECT_NEAR(y(0, j), expected, 1e-15 * std::max(10.0, std::abs(expected))) << h;
    }
  }
}

TEST(ExponentialEuler, HasTheExactMeanOfGeometricBrownianMotion) {
  const process::GeometricBrownianMotion process(0.5, 0.8);
  const Points x = Points::Constant(1, 1, 1.5);
  const Points y = test::step_with(scheme("exponential_euler"), process, 0, 2, x, Points::Zero(1, 1));
  EXPECT_NEAR(y(0, 0), 1.5 * std::exp(1.0), 1e-15 * 10);
  // the noise: g √(h φ₁(2ah)) z = 0.8 · 1.5 √((e² − 1)/1)
  const Points with_noise =
      test::step_with(scheme("exponential_euler"), process, 0, 2, x, Points::Constant(1, 1, 1));
  EXPECT_NEAR((with_noise - y)(0, 0), 1.2 * std::sqrt(std::expm1(2.0)), 1e-14);
}

// Coordinate j of G ΔW times √φ₁(2a_j h), a = (−0.5, 0.3), whichever the Brownian motion.
TEST(ExponentialEuler, GivesEveryCoordinateOfAMatrixNoiseItsVariance) {
  const test::ConstantNoise process;
  const double h = 1.5, rates[] = {-0.5, 0.3}, g[2][3] = {{0.7, 0.2, 0.1}, {-0.3, 0.5, 0.4}};
  const Points x = Points::Constant(1, 2, 0.4);
  const Points drifted = test::step_with(scheme("exponential_euler"), process, 0, h, x, Points::Zero(1, 3));
  Points f = x;
  process.drift(0, x, f);
  for (Index j = 0; j < 2; ++j) {
    const double factor = std::sqrt(std::expm1(2 * rates[j] * h) / (2 * rates[j]));
    EXPECT_NEAR(drifted(0, j), 0.4 + std::expm1(rates[j] * h) / rates[j] * f(0, j), 1e-15);
    for (Index k = 0; k < 3; ++k) {
      Points z = Points::Zero(1, 3);
      z(0, k) = 1;
      const Points y = test::step_with(scheme("exponential_euler"), process, 0, h, x, z);
      EXPECT_NEAR(y(0, j) - drifted(0, j), factor * g[j][k], 1e-15);
    }
  }
}

TEST(ExponentialEuler, NeedsALinearPart) {
  EXPECT_FALSE(scheme("exponential_euler").can_step(process::VarianceExploding(0.1, 50, 1, 1)));
  EXPECT_TRUE(scheme("exponential_euler").can_step(process::Brownian(1, 3)));
}

/// V = ½ k x² + 1 − cos x.
class StiffWell final : public density::Potential {
 public:
  static constexpr double k = 100;
  std::string name() const override { return "stiff_well"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = 0.5 * k * x(i, 0) * x(i, 0) + 1 - std::cos(x(i, 0));
  }
  void gradient(const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = k * x(i, 0) + std::sin(x(i, 0));
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = k + std::cos(x(i, 0));
  }
};

// At h = 0.1 Euler multiplies by 1 − kh = −9 in every step. With a = −k split off what is left has slope 1:
// the stationary variance is (1 − e^{−2kh})/k to a part 1/k² where 1/(k + 1) to a part 1/k² is exact:
// relative error 1/k, and 6 standard errors, √(2/n) relative each.
TEST(ExponentialEuler, IsStableOnAStiffWellWhereEulerIsNot) {
  const auto langevin = std::make_shared<process::OverdampedLangevin>(std::make_shared<StiffWell>(), 1.0);
  const process::WithLinearPart split(langevin, -StiffWell::k);
  const Index n = 100000;
  const Schedule schedule{{0.0, 40.0}, {400}};
  const Points start = Points::Constant(n, 1, 1.0);
  EXPECT_THROW(simulate_snapshots({split, scheme("euler_maruyama"), schedule, 16, RandomStream(9, 5)},
                                  Points(start.topRows(16))),
               NumericalFailure);
  const Schedule few{{0.0, 2.0}, {20}};
  const Points x =
      simulate_snapshots({split, scheme("exponential_euler"), few, n, RandomStream(9, 5)}, start).back()[0];
  const double exact = 1 / (StiffWell::k + 1), allowed = 1 / StiffWell::k + 6 * std::sqrt(2.0 / n);
  EXPECT_NEAR(x.square().mean() / exact, 1, allowed);
}

}  // namespace
}  // namespace kolmo::sde
