// Implicit schemes beyond one dimension.

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/drift_implicit.hpp"
#include "sde/matrix_processes.hpp"
#include "sde/schemes/single_steps.hpp"

namespace kolmo::sde {
namespace {

constexpr std::pair<const char*, double> implicit_schemes[] = {{"drift_implicit_euler", 1.0},
                                                               {"drift_implicit_trapezoid", 0.5}};

/// f = A x in any dimension, g² = 2.
class Linear final : public process::Process, public process::DriftJacobian {
 public:
  explicit Linear(Eigen::MatrixXd a) : a_(std::move(a)) {}
  std::string name() const override { return "linear"; }
  Index dimension() const override { return a_.rows(); }
  void drift(double, const ConstBlock& x, Block out) const override {
    out = (x.matrix() * a_.transpose()).array();
  }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setConstant(a_.trace()); }
  void drift_jacobian(double, const ConstBlock&, Block out) const override {
    for (Index c = 0; c < a_.size(); ++c) out.col(c).setConstant(a_(c % a_.rows(), c / a_.rows()));
  }
  double diffusion(double) const override { return std::sqrt(2.0); }
  double noise_variance(double s, double t) const override { return 2 * (t - s); }

 private:
  Eigen::MatrixXd a_;
};

Points drift_at(const process::Process& process, double t, const Points& x) {
  Points f = x;
  process.drift(t, x, f);
  return f;
}

/// f = T/x − T/L for x > 0 and not a number beyond, g² = 2T: V/T = x/L − log x.
class Singular final : public process::Process, public process::DriftJacobian {
 public:
  explicit Singular(double length) : length_(length), temperature_(length * length) {}
  std::string name() const override { return "singular"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i)
      out(i, 0) = x(i, 0) > 0 ? temperature_ / x(i, 0) - temperature_ / length_ : std::nan("");
  }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i)
      out(i) = x(i, 0) > 0 ? -temperature_ / (x(i, 0) * x(i, 0)) : std::nan("");
  }
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override {
    Eigen::ArrayXd slope(x.rows());
    drift_divergence(t, x, slope);
    out.col(0) = slope;
  }
  double diffusion(double) const override { return std::sqrt(2 * temperature_); }
  double noise_variance(double s, double t) const override { return 2 * temperature_ * (t - s); }

 private:
  double length_, temperature_;
};

// y − c (1/y − 1) = goal is y² + (c − goal) y − c = 0: one root on either side of the wall. Newton's method
// from the right one may step across, and a tolerance of a fixed length would stop it where lengths are
// small.
TEST(DriftImplicit, StaysOnItsSideOfASingularWallInAnyUnitOfLength) {
  const double h = 0.25;
  Points x(5, 1), z(5, 1);
  x << 3, 1, 0.4, 0.02, 2.5;
  z << -4, -3, 1, -0.1, -3.5;
  for (const auto& [name, theta] : implicit_schemes) {
    const Singular process(1);
    const Points y = test::step_with(scheme(name), process, 0, h, x, z);
    for (Index i = 0; i < 5; ++i) {
      const double c = theta * h;
      const double goal = x(i, 0) + (1 - theta) * h * (1 / x(i, 0) - 1) + std::sqrt(2 * h) * z(i, 0);
      const double b = goal - c, root = std::sqrt(b * b / 4 + c);
      EXPECT_NEAR(y(i, 0), b > 0 ? b / 2 + root : c / (root - b / 2), 1e-14 * (1 + std::abs(goal))) << name;
    }
    for (const int exponent : {-40, -20, 12}) {
      const double unit = std::ldexp(1.0, exponent);
      const Points scaled = test::step_with(scheme(name), Singular(unit), 0, h, unit * x, z);
      EXPECT_TRUE((scaled == unit * y).all()) << name << " 2^" << exponent;
    }
  }
}

// Newton's last change is below 2⁻⁴⁸ = 4e−15 of numbers of size 2.
TEST(DriftImplicit, SolvesItsEquationInThePlaneForEveryKindOfMatrix) {
  const test::CommutativeNoise commutative;
  const test::GeneralNoise general;
  const test::ConstantNoise constant;
  const double t = 0.3, h = 0.1;
  Points x(3, 2);
  x << 0.4, -1, 1.3, 0.2, -0.6, 0.9;
  for (const process::Process* process :
       {static_cast<const process::Process*>(&commutative), static_cast<const process::Process*>(&general),
        static_cast<const process::Process*>(&constant)}) {
    const Index m = process->noise_dimension();
    const Points z = Points::NullaryExpr(3, m, [](Index i, Index k) { return std::sin(1.0 + 3.0 * i + k); });
    Points g(3, 2 * m);
    process->diffusion_matrix(t, x, g);
    Points noise = Points::Zero(3, 2);
    for (Index k = 0; k < m; ++k) {
      for (Index j = 0; j < 2; ++j) noise.col(j) += std::sqrt(h) * g.col(2 * k + j) * z.col(k);
    }
    for (const auto& [name, theta] : implicit_schemes) {
      const Points y = test::step_with(scheme(name), *process, t, h, x, z);
      const Points wanted =
          x + noise + h * (1 - theta) * drift_at(*process, t, x) + h * theta * drift_at(*process, t + h, y);
      EXPECT_LT((y - wanted).abs().maxCoeff(), 2e-14) << name << " " << process->name();
    }
  }
}

// One iteration is a solution of the linear system; the second changes by rounding.
TEST(DriftImplicit, SolvesLinearSystemsOfFourEquations) {
  Eigen::Matrix4d a;
  a << -2, 1, 0.5, 3, -1, -1, 2, 0, 0.3, -2, -4, 1, -3, 0, 1, 0.5;
  const Linear process(a);
  Points x(1, 4), z(1, 4);
  x << 1, -2, 0.5, 3;
  z << 0.3, 0.1, -1.2, 0.7;
  const double h = 0.4;
  for (const auto& [name, theta] : implicit_schemes) {
    const Eigen::Vector4d goal =
        (x + h * (1 - theta) * drift_at(process, 0, x) + std::sqrt(2 * h) * z).matrix().transpose();
    const Eigen::Vector4d exact = (Eigen::Matrix4d::Identity() - h * theta * a).fullPivLu().solve(goal);
    const Points y = test::step_with(scheme(name), process, 0, h, x, z);
    EXPECT_LT((y.matrix().transpose() - exact).cwiseAbs().maxCoeff(), 1e-13) << name;
  }
}

// I − h A = ((0, 1), (−1, 0)) has no pivot on its diagonal.
TEST(DriftImplicit, ExchangesRowsWhereAPivotVanishes) {
  Eigen::Matrix2d a;
  a << 1, -1, 1, 1;
  Points x(1, 2);
  x << 0.4, 1.5;
  const Points y = test::step_with(scheme("drift_implicit_euler"), Linear(a), 0, 1, x, Points::Zero(1, 2));
  EXPECT_NEAR(y(0, 0), -1.5, 1e-14);
  EXPECT_NEAR(y(0, 1), 0.4, 1e-14);
}

// Rotation with a decay of 1000: an explicit step multiplies by |1 + h λ| = 100 in each. Stationary variance
// of the implicit one: 2h/((1 + λh)² − 1) where λ is real; here with λh = 100 (1 ± i): 2h/(|1 + λh|² − 1).
TEST(DriftImplicit, IsStableOnStiffSystems) {
  Eigen::Matrix2d a;
  a << -1000, 1000, -1000, -1000;
  const double h = 0.1;
  const Index n = 50000;
  const Linear process(a);
  const Points x = simulate_snapshots({process, scheme("drift_implicit_euler"), Schedule{{0.0, 1.0}, {10}}, n,
                                       RandomStream(2, 7)},
                                      Points(Points::Constant(n, 2, 3.0)))
                       .back()[0];
  const double variance = 2 * h / (101.0 * 101.0 + 100.0 * 100.0 - 1);
  EXPECT_NEAR(x.square().mean() / variance, 1, 6 / std::sqrt(static_cast<double>(n)));
}

TEST(DriftImplicit, GivesAPointTheSameResultWhateverItsNeighbours) {
  const test::GeneralNoise process;
  const Points x =
      Points::NullaryExpr(40, 2, [](Index i, Index j) { return std::cos(2.0 * i + 5.0 * j) * 3; });
  const Points z = Points::NullaryExpr(40, 2, [](Index i, Index k) { return std::sin(1.0 + 3.0 * i + k); });
  const SdeScheme& implicit = scheme("drift_implicit_trapezoid");
  const Points all = test::step_with(implicit, process, 0.1, 0.3, x, z);
  for (Index i = 0; i < 40; ++i) {
    const Points alone = test::step_with(implicit, process, 0.1, 0.3, x.row(i), z.row(i));
    EXPECT_TRUE((alone.row(0) == all.row(i)).all());
  }
}

/// f = A x without its Jacobian.
class WithoutJacobian final : public test::ConstantNoise {
 public:
  bool has_drift_jacobian() const override { return false; }
};

TEST(DriftImplicit, NeedsTheJacobian) {
  for (const auto& [name, theta] : implicit_schemes) {
    EXPECT_FALSE(scheme(name).can_step(WithoutJacobian()));
    EXPECT_TRUE(scheme(name).can_step(process::OrnsteinUhlenbeck(1, 0, 1, 5)));
    EXPECT_TRUE(scheme(name).can_step(process::GeometricBrownianMotion(1, 1, 2)));
    EXPECT_FALSE(scheme(name).can_step(process::OrnsteinUhlenbeck(1, 0, 1, block_rows)));
  }
}

// h λ = 1 in one direction: the system is singular, and the driver says so.
TEST(DriftImplicit, LeavesTheFiniteNumbersWhereItsSystemIsSingular) {
  const Linear process(Eigen::Matrix2d::Identity());
  EXPECT_THROW(simulate_snapshots({process, scheme("drift_implicit_euler"), Schedule{{0.0, 1.0}, {1}}, 8,
                                   RandomStream(2, 7)},
                                  Points(Points::Constant(8, 2, 3.0))),
               NumericalFailure);
}

}  // namespace
}  // namespace kolmo::sde
