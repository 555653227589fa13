#include "kolmo/process/mean_exit_time.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/geometric_brownian_motion.hpp"
#include "kolmo/process/ornstein_uhlenbeck.hpp"
#include "kolmo/process/overdamped_langevin.hpp"

namespace kolmo::process {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

OverdampedLangevin double_well(double temperature, double tilt = 0) {
  return {std::make_shared<density::DoubleWell>(tilt), temperature};
}

/// dX = μ dt + σ dW without the structure of a gradient flow.
class Drifting final : public Process {
 public:
  Drifting(double mu, double sigma) : mu_(mu), sigma_(sigma) {}
  std::string name() const override { return "drifting"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock&, Block out) const override { out.setConstant(mu_); }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setZero(); }
  double diffusion(double) const override { return sigma_; }
  double noise_variance(double s, double t) const override { return sigma_ * sigma_ * (t - s); }

 private:
  double mu_, sigma_;
};

// Reference values of data/reference/c_stationary.json, given to 16 digits there.
TEST(MeanExitTime, HasTheReferenceValuesOfTheDoubleWell) {
  const auto warm = double_well(1), cold = double_well(0.5);
  EXPECT_NEAR(MeanExitTime(warm, -infinity, 1).time(-1), 3.569434159127012, 1e-8);
  EXPECT_NEAR(MeanExitTime(cold, -infinity, 1).time(-1), 10.25857006718418, 1e-8);
  EXPECT_NEAR(MeanExitTime(warm, -infinity, 0).time(-1), 1.435859267008809, 1e-8);
  EXPECT_NEAR(MeanExitTime(cold, -infinity, 0).time(-1), 4.606539613107101, 1e-8);
}

TEST(MeanExitTime, IsTheSameFromTheOtherSide) {
  const auto warm = double_well(1);
  EXPECT_NEAR(MeanExitTime(warm, -1, infinity).time(1), 3.569434159127012, 1e-8);
  EXPECT_NEAR(MeanExitTime(warm, -1, infinity).slope(-1), -MeanExitTime(warm, -infinity, 1).slope(1), 1e-9);
}

// τ = (x − a)(b − x)/σ².
TEST(MeanExitTime, OfBrownianMotionIsAParabola) {
  const Brownian process(1, 1);
  const MeanExitTime symmetric(process, -1, 1);
  EXPECT_NEAR(symmetric.time(0), 1, 1e-12);
  EXPECT_NEAR(symmetric.slope(1), -2, 1e-12);
  EXPECT_NEAR(symmetric.slope(-1), 2, 1e-12);
  EXPECT_NEAR(symmetric.boundary_slope(0), 2, 1e-12);
  const Brownian faster(1.5, 1);
  const MeanExitTime shifted(faster, -0.5, 2);
  EXPECT_NEAR(shifted.time(0.75), 1.25 * 1.25 / 2.25, 1e-11);
  EXPECT_NEAR(shifted.upper_probability(0.75), 0.5, 1e-12);
  EXPECT_NEAR(shifted.upper_probability(0), 0.2, 1e-12);
  EXPECT_NEAR(shifted.time(0), 0.5 * 2 / 2.25, 1e-11);
}

// τ = L²/σ² in every unit of length.
TEST(MeanExitTime, OfShortAndLongIntervalsIsTheSame) {
  for (const double length : {1e-9, 1e-6, 1e-3, 1e-2, 1.0, 1e3, 0x1p-30, 0x1p20}) {
    const Brownian process(length, 1);
    const MeanExitTime exit(process, -length, length);
    EXPECT_NEAR(exit.time(0), 1, 1e-11) << length;
    EXPECT_NEAR(exit.time(0.5 * length), 0.75, 1e-11) << length;
    EXPECT_NEAR(exit.boundary_slope(0) * length, 2, 1e-11) << length;
    EXPECT_NEAR(exit.upper_probability(0.5 * length), 0.75, 1e-11) << length;
  }
}

/// dX = L/S f(X/L) dt + L/√S dW, f = −4x³ + 4x − 0.3, with the structure of a gradient flow or without.
class Scaled final : public Process {
 public:
  Scaled(double length, double time) : length_(length), time_(time) {}
  std::string name() const override { return "scaled"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override {
    const Points y = x / length_;
    out = length_ / time_ * (4 * y - 4 * y.cube() - 0.3);
  }
  void drift_divergence(double, const ConstBlock&, Values) const override {}
  double diffusion(double) const override { return length_ / std::sqrt(time_); }
  double noise_variance(double s, double t) const override { return length_ * length_ * (t - s) / time_; }

 private:
  double length_, time_;
};

// x → Lx, t → St: times are S times as long to 1e−11, between two walls and from one to infinity.
TEST(MeanExitTime, DoesNotDependOnUnits) {
  const Scaled unit(1, 1);
  const double closed = MeanExitTime(unit, -1.8, 1.2).time(-1),
               open = MeanExitTime(unit, -infinity, 0.5).time(-1);
  const double above = MeanExitTime(unit, -1.8, 1.2).upper_probability(-1);
  for (const double length : {0x1p-30, 0x1p-7, 0x1p20, 1e-6, 1e3}) {
    for (const double time : {0x1p-40, 0x1p20, 1e-12}) {
      const Scaled process(length, time);
      const MeanExitTime between(process, -1.8 * length, 1.2 * length), one(process, -infinity, 0.5 * length);
      EXPECT_NEAR(between.time(-length) / (time * closed), 1, 1e-11) << length << " " << time;
      EXPECT_NEAR(between.upper_probability(-length) / above, 1, 1e-11) << length << " " << time;
      EXPECT_NEAR(one.time(-length) / (time * open), 1, 1e-11) << length << " " << time;
    }
  }
}

// dX = μ dt + σ dW: from (−∞, b) E τ = (b − x)/μ; out of (a, b) by the martingale X − μ t with P(b) from
// e^{−2μX/σ²}.
TEST(MeanExitTime, OfAConstantDriftNeedsNoGradientStructure) {
  const Drifting process(0.7, 1.2);
  EXPECT_NEAR(MeanExitTime(process, -infinity, 2).time(-1), 3 / 0.7, 1e-8);
  const double k = 2 * 0.7 / 1.44;
  const double above = (1 - std::exp(-k * 1)) / (1 - std::exp(-k * 3));
  const MeanExitTime between(process, -1, 2);
  EXPECT_NEAR(between.upper_probability(0), above, 1e-10);
  EXPECT_NEAR(between.time(0), (above * 3 - 1) / 0.7, 1e-10);
}

// dX = μX dt + σX dW: ln X is a Brownian motion with drift μ − ½σ².
TEST(MeanExitTime, OfGeometricBrownianMotionIsThatOfItsLogarithm) {
  const GeometricBrownianMotion process(0.5, 0.4);
  const Drifting logarithm(0.5 - 0.08, 0.4);
  EXPECT_NEAR(MeanExitTime(process, 0.5, 3).time(1),
              MeanExitTime(logarithm, std::log(0.5), std::log(3.0)).time(0), 1e-9);
}

// Central differences of step δ: error τ⁗δ²/12 + rounding 4e−16 τ/δ²; f τ′ + ½g² τ″ = −1.
TEST(MeanExitTime, SolvesItsEquation) {
  const auto process = double_well(0.5, 0.3);
  const MeanExitTime exit(process, -1.8, 1.2);
  const double delta = 1e-3;
  for (const double x : {-1.5, -1.0, -0.2, 0.4, 1.0}) {
    const double t0 = exit.time(x - delta), t1 = exit.time(x), t2 = exit.time(x + delta);
    const double f = -(4 * x * (x * x - 1) + 0.3);
    EXPECT_NEAR((t2 - t0) / (2 * delta), exit.slope(x), 2e-4) << x;
    EXPECT_NEAR(f * exit.slope(x) + 0.5 * (t2 - 2 * t1 + t0) / (delta * delta), -1, 1e-3) << x;
  }
  EXPECT_NEAR(exit.time(-1.8), 0, 1e-9);
  EXPECT_NEAR(exit.time(1.2), 0, 1e-9);
}

TEST(MeanExitTime, RefusesWhatHasNoAnswer) {
  const Brownian process(1, 1), plane(1, 2);
  EXPECT_THROW(MeanExitTime(plane, -1, 1), InvalidArgument);
  EXPECT_THROW(MeanExitTime(process, 1, -1), InvalidArgument);
  EXPECT_THROW(MeanExitTime(process, -infinity, infinity), InvalidArgument);
  EXPECT_THROW(MeanExitTime(process, -1, 1).time(1.5), InvalidArgument);
  // Brownian motion leaves a half-line surely, but after infinite time on average.
  EXPECT_THROW(MeanExitTime(process, -infinity, 1).time(0), NumericalFailure);
  const Drifting away(-1, 1);
  EXPECT_THROW(MeanExitTime(away, -infinity, 1).time(0), NumericalFailure);
}

// c_stationary.json: rates 0.33120786 and 0.12184456, 18 and 25 % above the exact ones.
TEST(Kramers, IsOnlyAnAsymptote) {
  const density::DoubleWell potential;
  EXPECT_NEAR(1 / kramers_time(potential, 1, -1, 0), 0.33120786326540796, 1e-14);
  EXPECT_NEAR(1 / kramers_time(potential, 0.5, -1, 0), 0.12184456364966573, 1e-14);
  double before = 1;
  for (const double temperature : {0.2, 0.1, 0.05}) {
    const auto process = double_well(temperature);
    const double kramers = kramers_time(potential, temperature, -1, 0);
    const double ratio = MeanExitTime(process, -infinity, 1).time(-1) / kramers;
    EXPECT_GT(ratio, 1);
    EXPECT_LT(ratio - 1, 0.62 * before);  // O(T)
    EXPECT_NEAR(2 * MeanExitTime(process, -infinity, 0).time(-1) / kramers, ratio, 3 * temperature * ratio);
    before = ratio - 1;
  }
  EXPECT_THROW(kramers_time(potential, 1, 0, -1), InvalidArgument);
  EXPECT_THROW(kramers_time(potential, 0, -1, 0), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::process
