// What the schemes for Langevin dynamics have exactly.

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>
#include <memory>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/measure/problems/torus_potential.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "sde/schemes/single_steps.hpp"

namespace kolmo::sde {
namespace {

using process::UnderdampedLangevin;

/// V = ½ω²|q|².
std::shared_ptr<const density::Potential> well(double omega, Index n = 1) {
  return std::make_shared<density::QuadraticPotential>(omega * omega, Eigen::VectorXd::Zero(n));
}

/// V = a q.
class Slope final : public density::Potential {
 public:
  explicit Slope(double a) : a_(a) {}
  std::string name() const override { return "slope"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override { out = a_ * x.col(0); }
  void gradient(const ConstBlock&, Block out) const override { out = a_; }
  void laplacian(const ConstBlock&, Values out) const override { out = 0; }

 private:
  double a_;
};

/// Σ = A Σ Aᵀ + B Bᵀ of a step (q, p) → A (q, p) + B (z, u), read off the step itself.
Eigen::Matrix2d stationary_covariance(const SdeScheme& scheme, const process::Process& process, double h) {
  const auto image = [&](double q, double p, double z, double u) -> Eigen::Vector2d {
    Points x(1, 2);
    x << q, p;
    return test::step_with(scheme, process, 0, h, x, Points::Constant(1, 1, z), Points::Constant(1, 1, u))
        .matrix()
        .transpose();
  };
  Eigen::Matrix2d a, b;
  a << image(1, 0, 0, 0), image(0, 1, 0, 0);
  b << image(0, 0, 1, 0), image(0, 0, 0, 1);
  const Eigen::Matrix2d noise = b * b.transpose();
  Eigen::Matrix4d operation = Eigen::Matrix4d::Identity();  // on Σ column by column: I − A ⊗ A
  for (Index i = 0; i < 2; ++i) {
    for (Index j = 0; j < 2; ++j) operation.block<2, 2>(2 * i, 2 * j) -= a(i, j) * a;
  }
  const Eigen::Vector4d solution =
      operation.fullPivLu().solve(Eigen::Map<const Eigen::Vector4d>(noise.data()));
  return Eigen::Map<const Eigen::Matrix2d>(solution.data());
}

// The condition of the equation is 1/(γh) ≤ 50, rounding 1e−16: 1e−12 is wide.
TEST(KineticSplittings, HaveTheirExactCovarianceInAHarmonicWell) {
  for (double omega : {1.0, 1.7}) {
    for (double temperature : {1.0, 0.4}) {
      for (double friction : {0.2, 3.0}) {
        const UnderdampedLangevin process(well(omega), friction, temperature);
        for (double h : {0.1, 0.5, 1.1}) {
          const double square = h * h * omega * omega / 4, exact = temperature / (omega * omega);
          const Eigen::Matrix2d baoab = stationary_covariance(scheme("baoab"), process, h);
          EXPECT_NEAR(baoab(0, 0), exact, 1e-12);
          EXPECT_NEAR(baoab(1, 1), temperature * (1 - square), 1e-12);
          EXPECT_NEAR(baoab(0, 1), 0, 1e-12);
          const Eigen::Matrix2d obabo = stationary_covariance(scheme("obabo"), process, h);
          EXPECT_NEAR(obabo(0, 0), exact / (1 - square), 1e-12 / (1 - square));
          EXPECT_NEAR(obabo(1, 1), temperature, 1e-12 / (1 - square));
          EXPECT_NEAR(obabo(0, 1), 0, 1e-12 / (1 - square));
        }
      }
    }
  }
}

// Without a force p is an Ornstein–Uhlenbeck process, and the O steps of all levels are its integral over the
// same path: equal to rounding of 64 sums.
TEST(Baoab, CouplesItsLevelsExactly) {
  const UnderdampedLangevin process(well(1e-100), 2.5, 0.7);
  const Schedule schedule{{0.0, 0.6, 1.0}, {32, 32}};
  const std::vector<Points> x =
      simulate_snapshots({process, scheme("baoab"), schedule, 200, RandomStream(4, 4), 5},
                         Points(Points::Constant(200, 2, 1.0)))
          .back();
  for (std::size_t level = 1; level < 5; ++level) {
    EXPECT_LT((x[level].col(1) - x[0].col(1)).abs().maxCoeff(), 1e-13) << level;
    EXPECT_GT((x[level].col(0) - x[0].col(0)).abs().maxCoeff(), 1e-4) << level;
  }
}

// Without a force, (p, q) of a step 8 times as long parts from that of the finest by O(h). Measured: 0.0103
// in p and 0.0533 in q; with −u for u, so that early noise comes late, 0.137 and 0.106.
TEST(Obabo, PutsEarlyNoiseEarly) {
  const UnderdampedLangevin process(well(1e-100), 2.5, 0.7);
  const Schedule schedule{{0.0, 1.0}, {64}};
  const std::vector<Points> x =
      simulate_snapshots({process, scheme("obabo"), schedule, 2000, RandomStream(4, 4), 4},
                         Points(Points::Constant(2000, 2, 1.0)))
          .back();
  const auto error = [&](Index coordinate) {
    return std::sqrt((x[3].col(coordinate) - x[0].col(coordinate)).square().mean());
  };
  RecordProperty("p", std::to_string(error(1)));
  RecordProperty("q", std::to_string(error(0)));
  EXPECT_LT(error(1), 0.015);
  EXPECT_LT(error(0), 0.07);
}

// Without a force the step is linear, and its law is that of the equation up to what W, H and K do not say:
// one step's Var q and Var p against their closed forms,
//   Var p = T (1 − e^{−2γh}),   Var q = (T/γ²) (2γh − 3 + 4e^{−γh} − e^{−2γh}).
// What answers to Legendre's degree 3 falls on H in the line between jumps: γ²h³/60 of it in q beside −½h,
// which is (γh)²/120 of the variance: 8.3e−5 here (measured 8.1e−5), and less in p.
TEST(Quicsort, HasTheLawOfAFreeParticle) {
  const double friction = 0.5, h = 0.2, temperature = 0.7, decay = friction * h;
  const UnderdampedLangevin process(well(1e-100), friction, temperature);
  const auto image = [&](double z, double u, double v) {
    return test::step_with(scheme("quicsort"), process, 0, h, Points::Zero(1, 2), Points::Constant(1, 1, z),
                           Points::Constant(1, 1, u), Points::Constant(1, 1, v));
  };
  const Points variance = image(1, 0, 0).square() + image(0, 1, 0).square() + image(0, 0, 1).square();
  const double p = -temperature * std::expm1(-2 * decay),
               q = temperature / (friction * friction) *
                   (2 * decay - 3 + 4 * std::exp(-decay) - std::exp(-2 * decay));
  EXPECT_NEAR(variance(0, 0) / q, 1, 1e-4);
  EXPECT_NEAR(variance(0, 1) / p, 1, 1e-4);
}

// A constant force −a and friction, without noise: Gauss's two nodes are off by (γh)⁴/4320 = 4e−7 of the
// force's part.
TEST(Quicsort, IsExactUnderAConstantForce) {
  const UnderdampedLangevin process(std::make_shared<Slope>(1.5), 0.5, 0.3);
  Points x(1, 2);
  x << 0.4, -0.8;
  const Points y = test::step_with(scheme("quicsort"), process, 0, 0.4, x, Points::Zero(1, 1));
  const double decay = std::exp(-0.2), flow = (1 - decay) / 0.5;
  EXPECT_NEAR(y(0, 1), -0.8 * decay - 1.5 * flow, 1e-6);
  EXPECT_NEAR(y(0, 0), 0.4 - 0.8 * flow - 3 * (0.4 - flow), 1e-6);
}

// As for sra3 below, against its paths with steps 64 times shorter: 4000 paths, slope over two octaves.
TEST(Quicsort, HasStrongOrderThreeOnThePathsOfAnotherScheme) {
  const UnderdampedLangevin process(std::make_shared<measure::TorusPotential>(), 0.8, 1);
  const Index n = 4000;
  const auto ends = [&](const char* name, int finest, int levels) {
    Simulation simulation{process, scheme(name), {{0.0, 1.0}, {2048}}, n, RandomStream(4, 6)};
    simulation.finest_level = finest;
    simulation.levels = levels;
    return simulate_snapshots(simulation, Points::Constant(n, 2, 0.3)).back();
  };
  const Points exact = ends("sra3", 0, 1)[0];
  const std::vector<Points> x = ends("quicsort", 7, 3);  // 16, 8 and 4 steps
  const double fine = std::sqrt((x[0] - exact).square().mean()),
               coarse = std::sqrt((x[2] - exact).square().mean());
  EXPECT_NEAR(std::log2(coarse / fine) / 2, 3, 0.1);
}

// Separable: coordinates of a plane well move as two lines do.
TEST(KineticSplittings, TakePositionsBeforeMomenta) {
  const UnderdampedLangevin plane(well(1.3, 2), 0.7, 0.5), line(well(1.3), 0.7, 0.5);
  Points x(2, 4), z(2, 2), u(2, 2);
  x << 1, 2, -0.5, 0.3, 0.1, -1, 2, 0.7;
  z << 0.2, -1, 1.5, 0.4;
  u << -0.6, 0.9, 0.1, -2;
  const Points v = u - z;
  for (const char* name : {"baoab", "obabo", "quicsort"}) {
    const Points both = test::step_with(scheme(name), plane, 0, 0.3, x, z, u, v);
    for (Index j = 0; j < 2; ++j) {
      Points y(2, 2);
      y << x.col(j), x.col(2 + j);
      const Points alone = test::step_with(scheme(name), line, 0, 0.3, y, z.col(j), u.col(j), v.col(j));
      EXPECT_LT((both.col(j) - alone.col(0)).abs().maxCoeff(), 1e-15) << name;
      EXPECT_LT((both.col(2 + j) - alone.col(1)).abs().maxCoeff(), 1e-15) << name;
    }
  }
}

// V = 0.8 cos q + 0.3 sin 2q at T = 1, γ = 0.8: errors of 4000 paths at t = 1 against sra3 with steps 16
// times shorter, whose own error is 16² times smaller. The root mean square of n errors of kurtosis below 9
// has a relative error of √(2/n) = 2.2 %, the slope over two octaves, on the same paths, one below 0.016;
// O(h) beyond the leading term at h = 1/32 adds 0.05. Order 1.5 is half an order off.
TEST(Sra, HasStrongOrderTwoWhereNoiseDrivesMomentaAlone) {
  const UnderdampedLangevin process(std::make_shared<measure::TorusPotential>(), 0.8, 1);
  const Index n = 4000;
  const auto ends = [&](const char* name, int finest, int levels) {
    Simulation simulation{process, scheme(name), {{0.0, 1.0}, {1024}}, n, RandomStream(4, 6)};
    simulation.finest_level = finest;
    simulation.levels = levels;
    return simulate_snapshots(simulation, Points::Constant(n, 2, 0.3)).back();
  };
  const Points exact = ends("sra3", 0, 1)[0];
  for (const char* name : {"sra1", "sra2", "sra3", "sri1w1", "implicit_sra"}) {
    const std::vector<Points> x = ends(name, 4, 3);
    const double fine = std::sqrt((x[0] - exact).square().mean()),
                 coarse = std::sqrt((x[2] - exact).square().mean());
    EXPECT_NEAR(std::log2(coarse / fine) / 2, *scheme(name).claim().order(Sense::strong, Context::kinetic),
                0.1)
        << name;
  }
}

TEST(KineticSplittings, TakeUnderdampedLangevinDynamicsAlone) {
  const UnderdampedLangevin kinetic(well(1), 1, 1);
  const process::OverdampedLangevin overdamped(well(1), 1);
  for (const char* name : {"baoab", "obabo", "quicsort"}) {
    EXPECT_TRUE(scheme(name).can_step(kinetic));
    EXPECT_FALSE(scheme(name).can_step(overdamped));
  }
  EXPECT_FALSE(scheme("leimkuhler_matthews").can_step(kinetic));
  EXPECT_TRUE(scheme("leimkuhler_matthews").can_step(overdamped));
  EXPECT_FALSE(scheme("leimkuhler_matthews").can_step(process::Brownian(1, 1)));
}

// x ← (1 − θh) x + (1 − ½θh) √(2Th) z has the variance T (1 − ½θh)/θ, and the postprocessor adds ½Th: T/θ.
// Tolerance 6 standard errors; without the postprocessor it would be 20 % less.
TEST(LeimkuhlerMatthews, HasTheExactVarianceOfAHarmonicWell) {
  const process::OrnsteinUhlenbeck process(1, 0, std::sqrt(2.0), 2);
  const Index n = 50000;
  const Schedule schedule{{0.0, 12.0}, {30}};
  const Points x =
      simulate_snapshots({process, scheme("leimkuhler_matthews"), schedule, n, RandomStream(4, 5)},
                         Points(Points::Zero(n, 2)))
          .back()[0];
  EXPECT_NEAR(x.square().mean(), 1, 6 / std::sqrt(static_cast<double>(n)));
}

TEST(LeimkuhlerMatthews, StepsByItsFormula) {
  const process::OverdampedLangevin process(std::make_shared<measure::TorusPotential>(), 0.6);
  const double h = 0.2, s = std::sqrt(1.2 * h), x = 0.4, z = -0.7;
  const double y = test::step_with(scheme("leimkuhler_matthews"), process, 0, h, Points::Constant(1, 1, x),
                                   Points::Constant(1, 1, z))(0, 0);
  const double middle = x + 0.5 * s * z;
  EXPECT_NEAR(y, x + h * (0.8 * std::sin(middle) - 0.6 * std::cos(2 * middle)) + s * z, 1e-15);
  const Points seen = test::observed(scheme("leimkuhler_matthews"), process, h, Points::Constant(1, 1, y),
                                     Points::Constant(1, 1, 0.3));
  EXPECT_NEAR(seen(0, 0), y + 0.15 * s, 1e-15);
}

}  // namespace
}  // namespace kolmo::sde
