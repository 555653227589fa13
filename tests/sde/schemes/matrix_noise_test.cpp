// Noise as a matrix: strong orders, and schemes against themselves on diagonal noise.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "sde/matrix_processes.hpp"

namespace kolmo::sde {
namespace {

using process::NoiseKind;

double distance(const Points& a, const Points& b) { return std::sqrt((a - b).square().mean()); }

/// Ends of 1024 paths at steps 2⁻⁴ … 2⁻¹⁰ times 1, levels 0 … 6 of a schedule of 1024.
std::vector<Points> ends(const SdeScheme& scheme, const process::Process& process) {
  const Index n = 1024;
  const Schedule schedule{{0.0, 1.0}, {1024}};
  const Simulation simulation{process, scheme, schedule, n, RandomStream(3, 8), 7};
  return simulate_snapshots(simulation, Points(Points::Constant(n, process.dimension(), 0.5))).back();
}

/// The slope of the distance to Milstein's finest path: over h = 2⁻⁷ … 2⁻⁴ for order 1, where the reference's
/// own error is an eighth of the finest error that is used (0.05 in the slope at most, upwards); over 2⁻¹⁰ …
/// 2⁻⁷ for order ½, whose squared error is A h + B h². Standard error of the logarithm of a root mean square
/// of 1024 errors ≤ √(4/1024)/2 = 3 % (kurtosis ≤ 5), hence 0.03 √2/(3 ln 2) = 0.02 in the slope.
double strong_order(const SdeScheme& scheme, const process::Process& process, double claimed,
                    const Points& reference) {
  const std::vector<Points> x = ends(scheme, process);
  const std::size_t finest = claimed < 1 ? 0 : 3;
  return std::log2(distance(x[finest + 3], reference) / distance(x[finest], reference)) / 3;
}

void expect_order(const SdeScheme& scheme, const process::Process& process, std::optional<double> claimed,
                  const Points& reference) {
  if (!scheme.can_step(process) || !claimed) return;
  EXPECT_NEAR(strong_order(scheme, process, *claimed, reference), *claimed, 0.15) << scheme.claim().name;
}

TEST(MatrixNoise, StrongOrdersAreAsClaimedOnGeneralAndCommutativeNoise) {
  const test::GeneralNoise general;
  const test::CommutativeNoise commutative;
  const Points general_reference = ends(scheme("milstein"), general)[0];
  const Points commutative_reference = ends(scheme("milstein"), commutative)[0];
  for (const SdeScheme* scheme : schemes()) {
    expect_order(*scheme, general, scheme->claim().order(Sense::strong, Context::general), general_reference);
    expect_order(*scheme, commutative, scheme->claim().order(Sense::strong, Context::commutative),
                 commutative_reference);
  }
}

TEST(MatrixNoise, WithoutLevyAreasMilsteinHasStrongOrderOneHalf) {
  const test::GeneralNoise general;
  const test::FalselyCommutative wrong;
  const Points reference = ends(scheme("milstein"), general)[0];
  // the paths of both take the same increments
  EXPECT_NEAR(strong_order(scheme("milstein"), wrong, 0.5, reference), 0.5, 0.15);
}

// The generator of the path at level 0 and the areas of coarser levels agree: a scheme on level 3 alone is
// the same as on level 3 of all.
TEST(MatrixNoise, ACoarseLevelIsTheSameAloneAndBesideTheOthers) {
  const test::GeneralNoise general;
  const Schedule schedule{{0.0, 1.0}, {64}};
  const Points start = Points::Constant(300, 2, 0.5);
  const Simulation all{general, scheme("milstein"), schedule, 300, RandomStream(3, 8), 4};
  Simulation alone = all;
  alone.levels = 1;
  alone.finest_level = 3;
  EXPECT_TRUE((simulate_snapshots(all, start).back()[3] == simulate_snapshots(alone, start).back()[0]).all());
  EXPECT_EQ(simulate(alone, start, [](Index, int, Index, const ConstBlock&) {}).steps, 8);
}

// Geometric Brownian motion in the plane as diagonal noise, as a commutative and as a general matrix: the
// same paths to rounding; for the last the Lévy areas are multiplied by zero. (Without derivatives it is not:
// there the drift moves a support along the other coordinates, too.)
TEST(MatrixNoise, SchemesDoTheSameOnAMatrixAsOnTheDiagonalNoiseThatItIs) {
  const process::GeometricBrownianMotion diagonal(0.5, 0.8, 2);
  const test::AsMatrix commutative(diagonal, NoiseKind::commutative), general(diagonal, NoiseKind::general);
  const Schedule schedule{{0.0, 1.0}, {32}};
  const Points start = Points::Constant(500, 2, 1.0);
  const auto end = [&](const SdeScheme& scheme, const process::Process& process) {
    return simulate_snapshots({process, scheme, schedule, 500, RandomStream(3, 8)}, start).back()[0];
  };
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(diagonal) || scheme->claim().name == "milstein_derivative_free") continue;
    const Points expected = end(*scheme, diagonal);
    for (const process::Process* other : {&commutative, &general}) {
      if (!scheme->can_step(*other)) continue;
      EXPECT_LT(((end(*scheme, *other) - expected) / expected).abs().maxCoeff(), 1e-12)
          << scheme->claim().name;
    }
  }
}

// With drift 0 the end of a path with constant noise is G W: its covariance is G Gᵀ. Standard error of a
// covariance of n = 2¹⁶ pairs ≤ √(2/n) · 0.6 = 3.3e−3; allowed are 6.
TEST(MatrixNoise, ConstantNoiseHasTheCovarianceOfItsMatrix) {
  class Free final : public test::ConstantNoise {
   public:
    void drift(double, const ConstBlock&, Block out) const override { out.setZero(); }
    void drift_jacobian(double, const ConstBlock&, Block out) const override { out.setZero(); }
    const Eigen::ArrayXd* linear_rates() const override { return nullptr; }
  };
  const Free process;
  const Index n = 1 << 16;
  const Schedule schedule{{0.0, 1.0}, {4}};
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process)) continue;
    const Points x =
        simulate_snapshots({process, *scheme, schedule, n, RandomStream(3, 8)}, Points(Points::Zero(n, 2)))
            .back()[0];
    const double tolerance = 6 * std::sqrt(2.0 / static_cast<double>(n)) * 0.6;
    EXPECT_NEAR(x.col(0).square().mean(), 0.54, tolerance) << scheme->claim().name;
    EXPECT_NEAR(x.col(1).square().mean(), 0.50, tolerance) << scheme->claim().name;
    EXPECT_NEAR((x.col(0) * x.col(1)).mean(), -0.07, tolerance) << scheme->claim().name;
  }
}

TEST(MatrixNoise, MirroredPathsAreThoseOfTheNegativeNoise) {
  class Free final : public test::ConstantNoise {
   public:
    void drift(double, const ConstBlock&, Block out) const override { out.setZero(); }
  };
  const Free process;
  const Schedule schedule{{0.0, 1.0}, {8}};
  Simulation simulation{process, scheme("euler_maruyama"), schedule, 100, RandomStream(3, 8), 2};
  const Points start = Points::Zero(100, 2);
  const Snapshots plain = simulate_snapshots(simulation, start);
  simulation.mirrored = true;
  const Snapshots mirrored = simulate_snapshots(simulation, start);
  for (std::size_t level : {0u, 1u}) EXPECT_TRUE((plain.back()[level] == -mirrored.back()[level]).all());
}

}  // namespace
}  // namespace kolmo::sde
