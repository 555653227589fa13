#include "kolmo/sde/drivers/first_passage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/sde/noise/brownian_bridge.hpp"
#include "kolmo/verify/noise_floor.hpp"
#include "sde/drivers/simulations.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

/// Statistical tests allow 6 standard errors: false alarm 2e−9 each.
constexpr double z = 6;
constexpr double infinity = std::numeric_limits<double>::infinity();

const process::Brownian brownian(1, 1);

/// Brownian motion from 0 out of (−1, 1), 40 000 paths of step 2⁻⁴: E τ = 1.
FirstPassage brownian_exit(BridgeCorrection correction) {
  FirstPassage problem{.process = brownian,
                       .scheme = scheme("euler_maruyama"),
                       .step = 1.0 / 16,
                       .start = Eigen::VectorXd::Zero(1),
                       .lower = -1,
                       .upper = 1,
                       .correction = correction,
                       .paths = 40000,
                       .stream = RandomStream(3, 1)};
  problem.paths_per_slot = 20;
  return problem;
}

Estimate mean(const Eigen::ArrayXd& x) { return mean_estimate(x.data(), x.size()); }

bool same(const Exits& a, const Exits& b) {
  return test::same_bits(a.time, b.time) && a.side == b.side && (a.step == b.step).all();
}

TEST(BridgeCrossing, HasTheProbabilityOfTheReflectionPrinciple) {
  EXPECT_NEAR(crossing_probability(1, 0.5, 0.25, 0.5), std::exp(-2 * 0.5 * 0.75 / 0.5), 1e-15);
  EXPECT_NEAR(crossing_probability(-1, -0.5, 0, 2), std::exp(-0.5), 1e-15);
  EXPECT_EQ(crossing_probability(1, 0.5, 1.5, 0.1), 1);
  EXPECT_EQ(crossing_probability(1, 0.5, 1, 0.1), 1);
  EXPECT_EQ(crossing_probability(1, 0.5, 0.5, 0), 0);
}

// Against the density a s^{−3/2} e^{−a²/(2vs)} (1 − s)^{−1/2} e^{−c²/(2v(1 − s))} itself, on 4000 cells: the
// table's error is below 1e−4.
TEST(BridgeCrossing, TakesItsTimeFromTheLawOfFirstPassage) {
  const Index n = 40000;
  Points normals(n, 1), uniforms(n, 1);
  RandomStream(11, 5).normals(0, 0, normals);
  RandomStream(11, 6).uniforms(0, 0, uniforms);
  struct Case {
    double a, c, v;
  };
  for (const auto& [a, c, v] : {Case{0.6, 0.3, 0.5}, Case{0.2, 0.9, 0.3}, Case{0.4, 0, 1}}) {
    const Axis axis{0, 1, 4000};
    Eigen::ArrayXd density(axis.cells);
    for (Index i = 0; i < axis.cells; ++i) {
      const double s = axis.centre(i);
      density(i) =
          std::pow(s, -1.5) / std::sqrt(1 - s) * std::exp(-a * a / (2 * v * s) - c * c / (2 * v * (1 - s)));
    }
    density /= density.sum() * axis.width();
    std::vector<double> drawn;
    for (Index i = 0; i < n; ++i) drawn.push_back(crossing_fraction(a, c, v, normals(i, 0), uniforms(i, 0)));
    const double distance =
        ks_distance(Law1D::from_samples(drawn), Law1D::from_density(axis, density.data()));
    // The last cell of the third density is singular, (1 − s)^{−1/2}: 0.4 √width of mass is misplaced.
    EXPECT_LT(distance, verify::ks_noise_floor(n, infinity, 1e-8) + (c > 0 ? 1e-4 : 7e-3));
  }
  EXPECT_EQ(crossing_fraction(0.1, 0, 1, 1e-200, 0.3), 1);
}

// The mean without correction is (1 + 0.5826√h)² but for O(h): at h = 2⁻⁴ 1.312, and 1.329 is observed.
TEST(FirstPassageTimes, OfBrownianMotionAreExactWithBridgesAndLateWithout) {
  for (const BridgeCorrection correction : bridge_corrections()) {
    const Exits exits = first_passage(brownian_exit(correction));
    const Estimate observed = mean(exits.time);
    if (correction == BridgeCorrection::none) {
      EXPECT_NEAR(observed.value, std::pow(1 + boundary_shift / 4, 2), z * observed.standard_error + 0.03);
    } else {
      EXPECT_NEAR(observed.value, 1, z * observed.standard_error) << claim(correction).name;
    }
    EXPECT_EQ(exits.censored, 0);
    const auto up = static_cast<double>(std::count(exits.side.begin(), exits.side.end(), 1));
    EXPECT_NEAR(up / 40000, 0.5, z * 0.5 / 200);
  }
}

TEST(FirstPassageTimes, HaveTheSameBitsForEveryNumberOfThreads) {
  FirstPassage problem = brownian_exit(BridgeCorrection::sampled);
  problem.paths_per_slot = 7;
  const test::Threads one(1);
  const Exits expected = first_passage(problem);
  for (const int count : {2, 5}) {
    const test::Threads many(count);
    EXPECT_TRUE(same(expected, first_passage(problem))) << count;
  }
}

TEST(FirstPassageTimes, AtTheMidpointAreThoseOfTheSampledRunsSteps) {
  const Exits sampled = first_passage(brownian_exit(BridgeCorrection::sampled));
  const Exits midpoint = first_passage(brownian_exit(BridgeCorrection::midpoint));
  EXPECT_TRUE(test::same_bits(midpoint.time, (sampled.step.cast<double>() + 0.5) / 16));
  EXPECT_TRUE((sampled.time > sampled.step.cast<double>() / 16).all());
  EXPECT_TRUE((sampled.time <= (sampled.step.cast<double>() + 1) / 16).all());
}

TEST(FirstPassageTimes, OfFollowedPathsAreThoseWithoutCorrection) {
  FirstPassage problem = brownian_exit(BridgeCorrection::sampled);
  problem.paths = 3000;
  problem.paths_per_slot = 1;
  problem.follow = true;
  const Exits followed = first_passage(problem);
  problem.correction = BridgeCorrection::none;
  problem.follow = false;
  EXPECT_TRUE(test::same_bits(followed.uncorrected, first_passage(problem).time));
  EXPECT_TRUE((followed.time <= followed.uncorrected).all());
}

// A slot that carries many paths takes none by its length.
TEST(FirstPassageTimes, HaveTheSameLawHoweverManyPathsASlotCarries) {
  FirstPassage problem = brownian_exit(BridgeCorrection::sampled);
  const Exits many = first_passage(problem);
  problem.paths_per_slot = 1;
  problem.stream = RandomStream(4, 1);
  const Exits single = first_passage(problem);
  const auto law = [](const Exits& exits) {
    return Law1D::from_samples({exits.time.begin(), exits.time.end()});
  };
  EXPECT_LT(ks_distance(law(many), law(single)), verify::ks_noise_floor(40000, 40000, 1e-8));
  EXPECT_LT(many.row_steps, single.row_steps / 3);
}

// Σ φ g ΔW has mean 0 for any φ; with φ = τ′ = −2x what is left is of order h: a third at h = 2⁻⁴.
TEST(FirstPassageTimes, LoseMostOfTheirVarianceToTheirControl) {
  FirstPassage problem = brownian_exit(BridgeCorrection::sampled);
  problem.control = [](const ConstBlock& x, Values out) { out = 1 + x.col(0).square(); };
  Exits exits = first_passage(problem);
  const Estimate any = mean(exits.control);
  EXPECT_NEAR(any.value, 0, z * any.standard_error);
  EXPECT_GT(any.standard_error, 1e-3);
  problem.control = [](const ConstBlock& x, Values out) { out = -2 * x.col(0); };
  exits = first_passage(problem);
  const Estimate reduced = mean(exits.time - exits.control);
  EXPECT_NEAR(reduced.value, 1, z * reduced.standard_error);
  EXPECT_LT(reduced.standard_error, 0.6 * mean(exits.time).standard_error);
}

// P(τ > 1) = (4/π) e^{−π²/8} − … = 0.370777.
TEST(FirstPassageTimes, BeyondTheHorizonAreCensored) {
  FirstPassage problem = brownian_exit(BridgeCorrection::sampled);
  problem.horizon = 1;
  const Exits exits = first_passage(problem);
  const double survival = 0.3707770;
  EXPECT_NEAR(static_cast<double>(exits.censored) / 40000, survival,
              z * std::sqrt(survival * (1 - survival) / 40000));
  for (Index p = 0; p < 40000; ++p) {
    ASSERT_EQ(exits.side[static_cast<std::size_t>(p)] == 0, exits.time(p) == 1);
  }
}

// X = W(t³): τ³ is the exit time of a Brownian motion. The bridge sees ∫g² of its step exactly; its time
// within the step is that of a constant g: O(h²).
TEST(FirstPassageTimes, OfNoiseThatDependsOnTime) {
  const test::Martingale process;
  const FirstPassage problem{.process = process,
                             .scheme = scheme("drift_heun"),
                             .step = 1.0 / 32,
                             .start = Eigen::VectorXd::Zero(1),
                             .lower = -1,
                             .upper = 1,
                             .correction = BridgeCorrection::sampled,
                             .paths = 20000,
                             .stream = RandomStream(3, 1)};
  const Estimate observed = mean(first_passage(problem).time.cube());
  EXPECT_NEAR(observed.value, 1, z * observed.standard_error + 2.0 / (32 * 32));
}

// GBM from 1 in coordinate 1 of 2, out of (½, 2), by its logarithm, a Brownian motion with drift ν = μ − ½σ²:
// with k = 2ν/σ², P(up) = (1 − 2^{k})/(2^{−k} − 2^{k}), E τ = ln 2 (2P − 1)/ν.
TEST(FirstPassageTimes, OfACoordinateWhoseNoiseDependsOnTheState) {
  const process::GeometricBrownianMotion process(0.3, 0.6, 2);
  const double nu = 0.3 - 0.18, k = 2 * nu / 0.36;
  const double up = (1 - std::pow(2.0, k)) / (std::pow(2.0, -k) - std::pow(2.0, k));
  const double exact = std::log(2.0) * (2 * up - 1) / nu;
  FirstPassage problem{.process = process,
                       .scheme = scheme("milstein"),
                       .step = 1.0 / 32,
                       .start = Eigen::VectorXd::Ones(2),
                       .lower = 0.5,
                       .upper = 2,
                       .correction = BridgeCorrection::sampled,
                       .paths = 40000,
                       .stream = RandomStream(3, 1),
                       .coordinate = 1};
  problem.paths_per_slot = 20;
  problem.follow = true;
  const Exits exits = first_passage(problem);
  const Estimate with = mean(exits.time), without = mean(exits.uncorrected);
  // O(h): a drift and a noise that change by 0.6√h in a step. Without bridges the mean is 0.13 too long.
  EXPECT_NEAR(with.value, exact, z * with.standard_error + 1.0 / 32);
  EXPECT_GT(without.value, exact + z * without.standard_error + 2.0 / 32);
}

// Brownian motion above a mirror at −1, out at 1: E τ = 2² − 1² from 0. A mirrored path is of weak order 1:
// at h = 2⁻⁸ its bias is of order h. The deviation of τ is about its mean, 3/√n = 0.047.
TEST(FirstPassageTimes, AboveAMirror) {
  const process::Brownian process(1, 1);
  const Walls mirror({{0, -1, infinity, WallKind::reflecting_symmetrised}});
  FirstPassage problem{process, scheme("euler_maruyama"),  0x1p-8, Eigen::VectorXd::Zero(1), -infinity,
                       1,       BridgeCorrection::sampled, 4096,   RandomStream(3)};
  problem.paths_per_slot = 4;
  problem.mirrors = &mirror;
  const Exits exits = first_passage(problem);
  EXPECT_NEAR(exits.time.mean(), 3, 4.5 * 0.047);
  const Walls ends({{0, -1, infinity, WallKind::absorbing}});
  problem.mirrors = &ends;
  EXPECT_THROW(first_passage(problem), InvalidArgument);
}

/// dq = p dt, dp = 0.01 dW: from q = 0 with p = 1 the wall at 1 is met at t = 1 ± 0.01/√3.
class Flying final : public process::Process {
 public:
  std::string name() const override { return "flying"; }
  Index dimension() const override { return 2; }
  void drift(double, const ConstBlock& x, Block out) const override {
    out.col(0) = x.col(1);
    out.col(1) = 0;
  }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::constant; }
  Index noise_dimension() const override { return 1; }
  void diffusion_matrix(double, const ConstBlock&, Block out) const override {
    out.col(0) = 0;
    out.col(1) = 0.01;
  }
};

// A position has no excursions between grid times: a straight line says when it met the wall, also in steps
// of 0.3 that end at 1.2. Var τ = σ²/3, so that all of 256 paths are within 5 deviations, 0.029.
TEST(FirstPassageTimes, OfAPositionWithMomentum) {
  const Flying process;
  Eigen::VectorXd start(2);
  start << 0, 1;
  const FirstPassage problem{process, scheme("euler_maruyama"),  0.3, start,          -infinity,
                             1,       BridgeCorrection::sampled, 256, RandomStream(4)};
  const Exits exits = first_passage(problem);
  EXPECT_LE((exits.time - 1).abs().maxCoeff(), 0.03);
  EXPECT_EQ(exits.step.minCoeff(), 3);
}

TEST(FirstPassageTimes, RefuseWhatHasNoAnswer) {
  const FirstPassage good = brownian_exit(BridgeCorrection::sampled);
  const auto refused = [&](const auto& change) {
    FirstPassage problem = good;
    change(problem);
    EXPECT_THROW(first_passage(problem), InvalidArgument);
  };
  refused([](FirstPassage& p) { p.step = 0; });
  refused([](FirstPassage& p) { p.start(0) = 1; });
  refused([](FirstPassage& p) { p.start = Eigen::VectorXd::Zero(2); });
  refused([](FirstPassage& p) { p.lower = -infinity, p.upper = infinity; });
  refused([](FirstPassage& p) { p.coordinate = 1; });
  refused([](FirstPassage& p) { p.paths = 0; });
  refused([](FirstPassage& p) { p.paths_per_slot = 0; });
  // β(t) grows: a path that begins later would see another process.
  const process::VariancePreserving changing(0.1, 20, 1, 1);
  FirstPassage slots{changing, scheme("euler_maruyama"), 1.0 / 16, Eigen::VectorXd::Zero(1), -1,
                     1,        BridgeCorrection::none,   40,       RandomStream(3, 1)};
  slots.horizon = 1;
  EXPECT_NO_THROW(first_passage(slots));
  slots.paths_per_slot = 2;
  EXPECT_THROW(first_passage(slots), InvalidArgument);
  refused([](FirstPassage& p) { p.horizon = 0.9; });
  EXPECT_THROW(bridge_correction("bridge"), InvalidArgument);
  EXPECT_EQ(bridge_correction("midpoint"), BridgeCorrection::midpoint);
}

TEST(FirstPassageTimes, OfAPathThatDivergesFail) {
  const test::Cubic cubic;
  FirstPassage problem{.process = cubic,
                       .scheme = scheme("euler_maruyama"),
                       .step = 1,
                       .start = Eigen::VectorXd::Constant(1, 3),
                       .lower = -infinity,
                       .upper = 1e300,
                       .correction = BridgeCorrection::sampled,
                       .paths = 16,
                       .stream = RandomStream(3, 1)};
  EXPECT_THROW(first_passage(problem), NumericalFailure);
}

}  // namespace
}  // namespace kolmo::sde
