// Adaptive steps give the law of tiny fixed ones, and their error falls with the tolerance.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/core/statistics/sample_distance.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/sde/drivers/adaptive.hpp"
#include "kolmo/verify/order_fit.hpp"
#include "sde/test_processes.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde {
namespace {

using verify::test::compared;
using verify::test::passes;

/// dX = −4X(X² − 1) dt + dW.
class DoubleWell final : public test::Process1D {
 public:
  double f(double, double x) const override { return -4 * x * (x * x - 1); }
  double f_x(double, double x) const override { return -4 * (3 * x * x - 1); }
  double variance_rate(double) const override { return 1; }
  double noise_variance(double s, double t) const override { return t - s; }
};

/// dX = −r(t)(X − cos 8t) dt + 0.3 √(1 + X²) dW with a rate r that is 1 but for a burst to 2000 about t = ½.
class Burst final : public process::DiagonalNoise {
 public:
  std::string name() const override { return "burst"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = -rate(t) * (x(i, 0) - std::cos(8 * t));
  }
  void drift_divergence(double t, const ConstBlock&, Values out) const override { out = -rate(t); }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = 0.3 * std::sqrt(1 + x(i, 0) * x(i, 0));
  }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = 0.3 * x(i, 0) / std::sqrt(1 + x(i, 0) * x(i, 0));
  }

 private:
  static double rate(double t) {
    const double s = (t - 0.5) / 0.01;
    return 1 + 2000 * std::exp(-0.5 * s * s);
  }
};

struct Adaptive {
  Points end;
  AdaptiveCounts counts;
  BrownianTree tree;
};

Adaptive run(const process::Process& process, const char* name, Index particles, double start,
             const StepSizeOptions& options, std::uint32_t purpose = 50) {
  const AdaptiveSimulation simulation{process, scheme(name), {0.0, 1.0}, particles, RandomStream(8, purpose),
                                      options};
  Adaptive out{Points(particles, 1), {}, simulation.tree(0)};
  out.counts = simulate_adaptive(simulation, Points(Points::Constant(particles, 1, start)),
                                 [&](Index k, int, Index first, const ConstBlock& x) {
                                   if (k == 1) out.end.middleRows(first, x.rows()) = x;
                                 });
  return out;
}

Adaptive run(const process::Process& process, const char* name, Index particles, double start,
             double tolerance) {
  return run(process, name, particles, start, {.absolute = {tolerance}, .relative = {tolerance}});
}

std::vector<double> sorted(const Points& x) {
  std::vector<double> values(x.data(), x.data() + x.size());
  std::sort(values.begin(), values.end());
  return values;
}

struct Problem {
  const process::Process& process;
  const char* scheme;
  double start;
  Index fixed_steps;
};

// Moments within 6 standard errors of the difference of the two samples plus the bias that is left, twice the
// coupled change from a tolerance ten times larger (of which it is a tenth to a half), with its own 6
// standard errors; Kolmogorov's distance of two samples of n exceeds 2.7 √(2/n) with probability 10⁻⁶, and a
// root mean square error e of the paths adds less than 2 e^{2/3}·(density)^{2/3}, here below 0.003.
TEST(AdaptiveLaw, IsThatOfTinyFixedSteps) {
  const process::GeometricBrownianMotion geometric(0.5, 0.8);
  const DoubleWell well;
  const test::StateNoise periodic;
  const Burst burst;
  const Index n = 2000;
  const auto root = std::sqrt(static_cast<double>(n));
  for (const auto& [process, name, start, steps] :
       {Problem{geometric, "sri1w1", 1.0, 1000}, Problem{well, "sra1", -0.5, 1000},
        Problem{well, "sra3", -0.5, 1000}, Problem{periodic, "sri1w1", 0.3, 1000},
        Problem{burst, "sri1w1", 0.0, 4000}}) {
    const Points fine = run(process, name, n, start, 3e-3).end,
                 coarse = run(process, name, n, start, 3e-2).end;
    const Schedule schedule{{0.0, 1.0}, {steps}};
    const Points fixed = simulate_snapshots({process, scheme(name), schedule, n, RandomStream(8, 51)},
                                            Points(Points::Constant(n, 1, start)))
                             .back()[0];
    for (const int k : {1, 2}) {
      const Estimate a = raw_moment(fine.data(), n, k), b = raw_moment(fixed.data(), n, k);
      const Estimate change = raw_moment_difference(fine.data(), coarse.data(), n, k);
      const double bias = std::abs(change.value) + 6 * change.standard_error;
      EXPECT_TRUE(passes(compared(process.name() + "/" + name, b.value, a.value,
                                  6 * std::hypot(a.standard_error, b.standard_error) + bias)));
      EXPECT_LT(bias, 6 * std::hypot(a.standard_error, b.standard_error)) << process.name();
    }
    EXPECT_LT(ks_sorted(sorted(fine), sorted(fixed)), 2.7 * std::sqrt(2.0) / root + 0.005)
        << process.name() << " " << name;
  }
}

// Mean e^μ, second moment e^{2μ + σ²}.
TEST(AdaptiveLaw, HasTheMomentsOfGeometricBrownianMotion) {
  const process::GeometricBrownianMotion process(0.5, 0.8);
  const Index n = 10000;
  const Adaptive observed = run(process, "sri1w1", n, 1.0, 1e-3);
  const double exact[] = {std::exp(0.5), std::exp(1 + 0.64)};
  for (const int k : {1, 2}) {
    const Estimate moment = raw_moment(observed.end.data(), n, k);
    EXPECT_TRUE(passes(compared("geometric/moment", exact[k - 1], moment.value, 6 * moment.standard_error)));
  }
}

/// Mean |X_1 − x_1| against the exact solution along the tree's path.
Estimate geometric_error(const Adaptive& run) {
  const Index n = run.end.rows();
  Points deviation(n, 1);
  for (Index i = 0; i < n; ++i) {
    const double exact = std::exp(0.5 - 0.32 + 0.8 * run.tree.wiener(i, 0, run.tree.cells()));
    deviation(i, 0) = std::abs(run.end(i, 0) - exact);
  }
  return mean_estimate(deviation.data(), n);
}

// The estimate is of order h^{3/2} and so is the error of the paths: the error is proportional to the
// tolerance.
TEST(AdaptiveError, FallsInProportionToTheTolerance) {
  const process::GeometricBrownianMotion process(0.5, 0.8);
  std::vector<verify::OrderPoint> points;
  for (const double tolerance : {3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4}) {
    const Estimate error = geometric_error(run(process, "sri1w1", 512, 1.0, tolerance));
    points.push_back({.h = tolerance, .error = error.value, .standard_error = error.standard_error});
  }
  EXPECT_TRUE(passes(verify::order_check("error/tolerance", verify::fit_order(points, 1), "")));
}

// Root mean square errors against paths at a tolerance of 10⁻⁴ on the same tree, which are off by 2·10⁻⁶.
// Explicit fixed steps need h r < 2 or so in the burst: 512 of them are not enough.
TEST(AdaptiveError, IsSmallForFewerStepsThanStabilityNeedsInAFastTransient) {
  const Burst process;
  const Index n = 128;
  const Points reference = run(process, "sri1w1", n, 0.0, 1e-4).end;
  const auto error = [&](const Adaptive& one) { return std::sqrt((one.end - reference).square().mean()); };
  const double h = 1.0 / 512;
  const StepSizeOptions fixed_steps{.absolute = {1e12}, .first_step = h, .largest_step = h};
  const Adaptive fixed = run(process, "sri1w1", n, 0.0, fixed_steps);
  const Adaptive adaptive = run(process, "sri1w1", n, 0.0, 1e-2);
  EXPECT_EQ(fixed.counts.rejected, 0);
  EXPECT_GT(error(fixed), 1);
  EXPECT_LT(2 * adaptive.counts.drift_evaluations, fixed.counts.drift_evaluations);
  EXPECT_LT(error(adaptive), 1e-3);
}

}  // namespace
}  // namespace kolmo::sde
