#include "kolmo/sde/drivers/adaptive.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/noise/matrix_noise.hpp"
#include "sde/drivers/adaptive_checks.hpp"
#include "sde/drivers/adaptive_runs.hpp"
#include "sde/drivers/simulations.hpp"

namespace kolmo::sde {
namespace {

using test::Adaptive;
using test::hundredth;
using test::noise;
using test::run;
using test::same_bits;
using test::Threads;

/// Every scheme that estimates its error, on a process that it steps.
template <class Body>
void for_each_estimating_scheme(const Body& body) {
  static const test::Periodic additive;
  static const test::PlaneNoise diagonal;
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->estimates_error()) continue;
    const bool takes_diagonal = scheme->accepts(process::NoiseKind::diagonal);
    body(*scheme, takes_diagonal ? static_cast<const process::Process&>(diagonal) : additive);
  }
}

TEST(SimulateAdaptive, GivesTheSameBitsForEveryNumberOfThreadsAndInALargerEnsemble) {
  for_each_estimating_scheme([](const SdeScheme& scheme, const process::Process& process) {
    const Points start = Points::Constant(1300, process.dimension(), 0.3);
    const std::vector<double> times{0.0, 0.4, 1.0};
    const Threads one(1);
    const Adaptive expected = run({process, scheme, times, 1300, noise, hundredth}, start);
    for (const int count : {2, 3}) {
      const Threads many(count);
      const Adaptive observed = run({process, scheme, times, 1300, noise, hundredth}, start);
      for (std::size_t k = 0; k < times.size(); ++k) {
        EXPECT_TRUE(same_bits(expected.snapshots[k], observed.snapshots[k])) << scheme.claim().name;
      }
    }
    const Adaptive few = run({process, scheme, times, 1030, noise, hundredth}, Points(start.topRows(1030)));
    EXPECT_TRUE(same_bits(few.snapshots.back(), expected.snapshots.back().topRows(1030)));
  });
}

TEST(SimulateAdaptive, CountsTheStepsOfEveryPath) {
  const test::PlaneNoise process;
  const SdeScheme& scheme = sde::scheme("sri1w1");
  const Points start = Points::Constant(1100, 2, 0.3);
  const Adaptive once = run({process, scheme, {0.0, 1.0}, 1100, noise, hundredth}, start);
  Index accepted = 0, rejected = 0;
  ASSERT_EQ(once.counts.paths.size(), 1100u);
  for (const PathCounts& path : once.counts.paths) {
    EXPECT_GE(path.accepted, 1);
    accepted += path.accepted;
    rejected += path.rejected;
  }
  EXPECT_EQ(once.counts.accepted, accepted);
  EXPECT_EQ(once.counts.rejected, rejected);
  EXPECT_EQ(static_cast<double>(once.counts.drift_evaluations),
            scheme.claim().evaluations_per_step * static_cast<double>(accepted + rejected));
}

/// Writes down the times of the steps of one path.
class Recorder final : public SdeScheme {
 public:
  explicit Recorder(const SdeScheme& scheme) : scheme_(scheme) {}
  const Claim& claim() const override { return scheme_.claim(); }
  bool can_step(const process::Process& process) const override { return scheme_.can_step(process); }
  PathDetail path_detail(const process::Process& process) const override {
    return scheme_.path_detail(process);
  }
  Index workspace_blocks(const process::Process& process) const override {
    return scheme_.workspace_blocks(process);
  }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override {
    scheme_.step(process, t, h, x, increment, workspace);
  }
  bool estimates_error() const override { return true; }
  void step_with_error(const process::Process& process, double t, double h, Block x, Increment& increment,
                       Workspace& workspace, Block error) const override {
    scheme_.step_with_error(process, t, h, x, increment, workspace, error);
    steps.push_back({t, h});
  }

  struct Step {
    double t, h;
  };
  mutable std::vector<Step> steps;

 private:
  const SdeScheme& scheme_;
};

// Tolerances that nothing misses and a largest step of 1/64: 64 steps of one interval, those of the scheme
// on the tree's own increments.
TEST(SimulateAdaptive, TakesTheSchemesStepsOnTheTreesIncrements) {
  const test::StateNoise process;
  const SdeScheme& scheme = sde::scheme("sri1w1");
  const StepSizeOptions loose{.absolute = {1e9}, .first_step = 1.0 / 64, .largest_step = 1.0 / 64};
  const AdaptiveSimulation simulation{process, scheme, {0.0, 1.0}, 3, noise, loose};
  const Adaptive observed = run(simulation, Points::Constant(3, 1, 0.3));
  EXPECT_EQ(observed.counts.accepted, 3 * 64);
  EXPECT_EQ(observed.counts.rejected, 0);
  const BrownianTree tree = simulation.tree(0);
  Workspace workspace(1, scheme.workspace_blocks(process));
  Points x = Points::Constant(3, 1, 0.3), z(1, 1), u(1, 1);
  const Index cells = tree.cells() / 64;
  for (Index particle = 0; particle < 3; ++particle) {
    for (Index k = 0; k < 64; ++k) {
      const IntervalNormals n = tree.normals(particle, 0, k * cells, (k + 1) * cells);
      z(0, 0) = n.z;
      u(0, 0) = n.u;
      Increment increment(z, u);
      scheme.step(process, static_cast<double>(k) / 64, 1.0 / 64, x.middleRows(particle, 1), increment,
                  workspace);
    }
  }
  EXPECT_TRUE(same_bits(observed.snapshots.back(), x));
}

TEST(SimulateAdaptive, LandsOnEverySnapshotAndAsksForNoTimeBeyond) {
  const test::StateNoise process;
  const Recorder recorder(sde::scheme("sri1w1"));
  const std::vector<double> times{-0.3, 0.1, 0.1 + 1e-5, 1.0 / 3, 2.7};
  run({process, recorder, times, 1, noise, hundredth}, Points::Constant(1, 1, 0.3));
  std::size_t landed = 0;
  for (const auto& [t, h] : recorder.steps) {
    for (std::size_t k = 0; k + 1 < times.size(); ++k) {
      if (t == times[k]) ++landed;
      EXPECT_FALSE(t < times[k] && t + h > times[k] + 1e-15) << t << " " << h;
    }
    EXPECT_LE(t + h, times.back());
  }
  EXPECT_GE(landed, times.size() - 1);
}

TEST(SimulateAdaptive, ForgetsTheStepThatASnapshotCutShort) {
  const test::StateNoise process;
  const Recorder recorder(sde::scheme("sri1w1"));
  const double cut = 0.1 + 1e-5;
  run({process, recorder, {0.0, 0.1, cut, 1.0}, 1, noise, hundredth}, Points::Constant(1, 1, 0.3));
  for (const auto& [t, h] : recorder.steps) {
    if (t == cut) {
      EXPECT_GT(h, 1e-3);
    }
  }
}

// After a short interval the first step of a long one is below a cell of its lattice: the path takes one cell
// and must not stay there. From 2⁻³⁰ up to about 10⁻², growing by 1.5 a step, are 40 steps; the rest of [0,
// 1] takes about 60 more.
TEST(SimulateAdaptive, LeavesTheSmallestCellAgain) {
  const process::GeometricBrownianMotion process(0.1, 0.5);
  const Index n = 16;
  for (const int depth : {12, 20, 30}) {
    for (const double cut : {1e-2, 1e-4, 1e-8}) {
      StepSizeOptions options;
      options.depth = depth;
      const Adaptive paths =
          run({process, sde::scheme("sri1w1"), {0.0, cut, 1.0}, n, noise, options}, Points::Ones(n, 1));
      EXPECT_LT(paths.counts.accepted, 250 * n) << depth << " " << cut;
    }
  }
}

TEST(SimulateAdaptive, KeepsToTheLargestStep) {
  const test::StateNoise process;
  const Recorder recorder(sde::scheme("sri1w1"));
  run({process, recorder, {0.0, 1.0}, 1, noise, {.absolute = {10.0}, .largest_step = 0.013}},
      Points::Constant(1, 1, 0.3));
  for (const auto& [t, h] : recorder.steps) EXPECT_LE(h, 0.013) << t;
}

// In coordinates of PlaneNoise, which depend on each other, loose tolerances in one leave the other's.
TEST(SimulateAdaptive, TakesTolerancesOfEveryCoordinate) {
  const test::PlaneNoise process;
  const SdeScheme& scheme = sde::scheme("sri1w1");
  const auto steps = [&](std::vector<double> absolute, std::vector<double> relative) {
    return run({process, scheme, {0.0, 1.0}, 50, noise, {.absolute = absolute, .relative = relative}},
               Points::Constant(50, 2, 0.3))
        .counts.accepted;
  };
  EXPECT_EQ(steps({1e-3}, {0}), steps({1e-3, 1e-3}, {0, 0}));
  EXPECT_LT(steps({1e-3, 1}, {0}), steps({1e-3}, {0}));
  EXPECT_LT(steps({1, 1e-3}, {0}), steps({1e-3}, {0}));
  EXPECT_LT(2 * steps({1}, {0}), steps({1, 1e-3}, {0}));
}

// X_1 is W(1) of the tree to rounding, on every path, though steps upward are the ones that are rejected:
// with n additions of numbers below 5 the error is below 5 n ε. Its mean and variance are those of N(0, 1).
TEST(SimulateAdaptive, StaysOnItsPathThroughRejections) {
  const test::Wander process;
  const test::Startled scheme;
  const Index n = 20000;
  const AdaptiveSimulation simulation{process, scheme, {0.0, 1.0}, n, noise, test::startling};
  const Adaptive observed = run(simulation, Points::Zero(n, 1));
  EXPECT_GT(observed.counts.rejected, observed.counts.accepted / 6);
  for (const verify::Check& check : test::wander_checks(observed.snapshots.back(), 1))
    EXPECT_TRUE(verify::test::passes(check));
  const BrownianTree tree = simulation.tree(0);
  for (Index i = 0; i < n; i += 17) {
    const double steps = static_cast<double>(observed.counts.paths[static_cast<std::size_t>(i)].accepted);
    ASSERT_NEAR(observed.snapshots.back()(i, 0), tree.wiener(i, 0, tree.cells()),
                (5 * steps + 5000) * std::numeric_limits<double>::epsilon());
  }
}

/// dZ = a Z dt + b Z dW with complex a and b, as two coordinates: Z_t = exp((a − b²/2) t + b W_t) Z_0.
class ComplexGeometric final : public process::MatrixNoise {
 public:
  static constexpr std::complex<double> a{-0.2, 0.5}, b{0.3, 0.4};
  std::string name() const override { return "complex_geometric"; }
  Index dimension() const override { return 2; }
  Index noise_dimension() const override { return 1; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::commutative; }
  void drift(double, const ConstBlock& x, Block out) const override { times(a, x, out); }
  void diffusion_matrix(double, const ConstBlock& x, Block out) const override { times(b, x, out); }
  void diffusion_matrix_derivative(double, const ConstBlock&, const ConstBlock& v, Block out) const override {
    times(b, v, out);
  }

 private:
  static void times(std::complex<double> c, const ConstBlock& x, Block out) {
    out.col(0) = c.real() * x.col(0) - c.imag() * x.col(1);
    out.col(1) = c.imag() * x.col(0) + c.real() * x.col(1);
  }
};

// Of one Brownian motion in the plane, against the closed form on the tree's own W. The controller aims at a
// tenth of the tolerance a step, and errors of some tens of steps add up: about the tolerance in all, twice
// is allowed. A step that took another motion for the second coordinate would be off by |b| = ½.
TEST(SimulateAdaptive, FollowsOneBrownianMotionInThePlane) {
  const ComplexGeometric process;
  const Index n = 200;
  double before = 0;
  for (const double tolerance : {1e-2, 1e-3}) {
    const StepSizeOptions options{.absolute = {tolerance}, .relative = {0}};
    const AdaptiveSimulation simulation{process, sde::scheme("sri1w1"), {0.0, 1.0}, n, noise, options};
    Points start = Points::Zero(n, 2);
    start.col(0).setOnes();
    const Points end = run(simulation, start).snapshots.back();
    const BrownianTree tree = simulation.tree(0);
    double square = 0;
    for (Index i = 0; i < n; ++i) {
      const auto exact = std::exp(ComplexGeometric::a - 0.5 * ComplexGeometric::b * ComplexGeometric::b +
                                  ComplexGeometric::b * tree.wiener(i, 0, tree.cells()));
      square += std::norm(exact - std::complex<double>(end(i, 0), end(i, 1)));
    }
    const double error = std::sqrt(square / static_cast<double>(n));
    EXPECT_LT(error, 2 * tolerance);
    if (before > 0) {
      EXPECT_LT(error, before / 5) << "proportional to the tolerance would be a tenth";
    }
    before = error;
  }
}

/// The root mean square distance of paths from where they began after a run to t = 1 and back.
double distance_of_return(const process::Process& process, const SdeScheme& scheme, double tolerance) {
  const Index n = 100;
  const StepSizeOptions options{.absolute = {tolerance}, .relative = {0}};
  const Points start = Points::Constant(n, process.dimension(), 0.7);
  const Adaptive there = run({process, scheme, {0.0, 0.4, 1.0}, n, noise, options}, start);
  const Adaptive back = run({process, scheme, {1.0, 0.4, 0.0}, n, noise, options}, there.snapshots.back());
  EXPECT_LT((back.snapshots[1] - there.snapshots[1]).abs().maxCoeff(), 50 * tolerance) << process.name();
  return std::sqrt((back.snapshots.back() - start).square().mean());
}

// Measured at 1e−3: 4e−5 to 7e−5. Without the term (∂G) G of the drift backwards the paths of the geometric
// Brownian motion miss their start by 0.1, with u of the wrong sign those of additive noise by 1.5e−3.
TEST(SimulateAdaptive, ReturnsToWhereItBeganWhenTimesDecrease) {
  const process::GeometricBrownianMotion geometric(0.3, 0.4);
  const ComplexGeometric plane;
  const test::Periodic periodic;
  const auto expect_return = [](const process::Process& process, const char* scheme) {
    const double coarse = distance_of_return(process, sde::scheme(scheme), 1e-2),
                 fine = distance_of_return(process, sde::scheme(scheme), 1e-3);
    EXPECT_LT(fine, 2e-4) << process.name();
    EXPECT_LT(fine, coarse / 4) << process.name();
  };
  expect_return(geometric, "sri1w1");
  expect_return(plane, "sri1w1");
  expect_return(periodic, "sra1");
  expect_return(periodic, "implicit_sra");
}

/// dX = 1000 (cos t − X) dt + 0.0002 dW.
class Relaxing final : public test::Process1D {
 public:
  std::string name() const override { return "relaxing"; }
  double f(double t, double x) const override { return 1000 * (std::cos(t) - x); }
  double f_x(double, double) const override { return -1000; }
  double variance_rate(double) const override { return 4e-8; }
  double noise_variance(double s, double t) const override { return 4e-8 * (t - s); }
};

// From 0 the path falls within 1/1000 onto (1000 cos t + sin t)/1000 + O(10⁻⁶), with fluctuations of
// 0.0002/√2000 = 4.5e−6, and stays there. The explicit scheme is held at h < 2/1000 for all time, the
// implicit one by its tolerance alone. What is left at the end: the tolerance, 1e−3, for one step's estimate
// at most.
TEST(SimulateAdaptive, FollowsAStiffDriftImplicitlyInFewSteps) {
  const Relaxing process;
  const StepSizeOptions options{.absolute = {1e-3}, .relative = {0}};
  const auto follow = [&](const char* name) {
    return run({process, scheme(name), {0.0, 2.0}, 50, noise, options}, Points::Zero(50, 1));
  };
  const Adaptive implicit = follow("implicit_sra"), explicitly = follow("sra1");
  const double exact = std::cos(2.0) + 1e-3 * std::sin(2.0);
  EXPECT_LT((implicit.snapshots.back() - exact).abs().maxCoeff(), 1e-3);
  EXPECT_LT((explicitly.snapshots.back() - exact).abs().maxCoeff(), 1e-3);
  EXPECT_GT(explicitly.counts.accepted, 50 * 1000);
  EXPECT_LT(5 * implicit.counts.accepted, explicitly.counts.accepted);
  RecordProperty("implicit", static_cast<int>(implicit.counts.accepted / 50));
  RecordProperty("explicit", static_cast<int>(explicitly.counts.accepted / 50));
}

}  // namespace
}  // namespace kolmo::sde
