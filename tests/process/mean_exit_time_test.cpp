#include "kolmo/process/exit/mean_exit_time.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

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

// Powers of two: the same bits, also with a mirror and from a wall at 0.
TEST(MeanExitTime, HasTheSameBitsInUnitsOfTwo) {
  const Scaled unit(1, 1);
  const auto times = [](const Process& process, double length) {
    return std::array{MeanExitTime(process, -1.8 * length, 1.2 * length).time(-length),
                      MeanExitTime(process, -infinity, 0.5 * length).time(-length),
                      MeanExitTime(process, 0, infinity).time(length),
                      MeanExitTime(process, -1.5 * length, 0.5 * length, ExitEnd::reflecting).time(-length)};
  };
  const auto expected = times(unit, 1);
  for (const double length : {0x1p-30, 0x1p20}) {
    for (const double time : {0x1p-40, 0x1p20}) {
      const auto scaled = times(Scaled(length, time), length);
      for (std::size_t k = 0; k < expected.size(); ++k)
        EXPECT_EQ(scaled[k], time * expected[k]) << k << " " << length << " " << time;
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

/// dX = f(X) dt + g(X) dW, by two lambdas of numbers.
class Bent final : public Process {
 public:
  using Function = double (*)(double);
  Bent(Function f, Function g) : f_(f), g_(g) {}
  std::string name() const override { return "bent"; }
  Index dimension() const override { return 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void drift(double, const ConstBlock& x, Block out) const override { out = x.unaryExpr(f_); }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override { out = x.unaryExpr(g_); }

 private:
  Function f_, g_;
};

// τ″D + 0.3 sign(x) τ′ = −1 on (−2, 2) with D = 0.4: by symmetry τ′(0) = 0, τ′ = −(1 − e^{−kx})/0.3 for x > 0
// with k = 0.75, so that τ(x) = [(2 − x) + (e^{−2k} − e^{−kx})/k]/0.3.
TEST(MeanExitTime, TakesDriftsThatJump) {
  const auto exact = [](double x) { return ((2 - x) + (std::exp(-1.5) - std::exp(-0.75 * x)) / 0.75) / 0.3; };
  const Bent process([](double x) { return x > 0 ? 0.3 : (x < 0 ? -0.3 : 0.0); },
                     [](double) { return std::sqrt(0.8); });
  const MeanExitTime exit(process, -2, 2);
  for (const double x : {0.0, 0.3, 0.7, 1.9}) {
    EXPECT_NEAR(exit.time(x), exact(x), 1e-11) << x;
    EXPECT_NEAR(exit.time(-x), exact(x), 1e-11) << x;
  }
  EXPECT_NEAR(exit.upper_probability(0), 0.5, 1e-12);
  // The half of it is the same as a mirror at 0.
  const MeanExitTime half(process, 0, 2, ExitEnd::reflecting, ExitEnd::absorbing);
  EXPECT_NEAR(half.time(0.7), exact(0.7), 1e-11);
}

// A jump at 1/3, where no halving comes to stand, and towards infinity: drift −½ above, ¼ below to the
// wall 1. Beyond 1/3 e^{−Φ} is 1 at most: τ′(y) = −2 e^{y/2 …}; by elementary integrals, f piecewise
// constant, g = 1: below 1/3 (f = ¼) τ′ = −4; above, τ′ = 2 + C e^{y}, C e^{1/3} = −6.
TEST(MeanExitTime, TakesJumpsOnOpenSides) {
  const Bent process([](double x) { return x < 1.0 / 3 ? 0.25 : -0.5; }, [](double) { return 1.0; });
  const MeanExitTime exit(process, -infinity, 1);
  const double inner = 6 * (std::exp(1 - 1.0 / 3) - 1) - 2 * (1 - 1.0 / 3);
  EXPECT_NEAR(exit.time(1.0 / 3), inner, 1e-10);
  EXPECT_NEAR(exit.time(-2), inner + 4 * (2 + 1.0 / 3), 1e-10);
  EXPECT_NEAR(exit.slope(0), -4, 1e-10);
}

// Noise that jumps: ½g²τ″ = −1 with τ′ continuous; g² = 2 below 0 and 8 above, (−1, 1):
// τ = A(1 + x) + (1 − x²)/2 − …: below τ′ = A − x, above τ′ = A − x/4, so that 0 = ∫τ′ = 2A + ½ − 1/8.
TEST(MeanExitTime, TakesNoiseThatJumps) {
  const Bent process([](double) { return 0.0; },
                     [](double x) { return x < 0 ? std::sqrt(2.0) : std::sqrt(8.0); });
  const double a = -(0.5 - 0.125) / 2;
  EXPECT_NEAR(MeanExitTime(process, -1, 1).time(0), a + 0.5, 1e-11);
  EXPECT_NEAR(MeanExitTime(process, -1, 1).slope(0.5), a - 0.125, 1e-11);
}

// Bessel's process of three dimensions, f = 1/x, mirrored at 0, which it never reaches: E τ = (b² − x²)/3.
// Brownian motion with a mirror: (b − a)² − (x − a)².
TEST(MeanExitTime, TakesAMirrorAndASingularEnd) {
  const Bent bessel([](double x) { return 1 / x; }, [](double) { return 1.0; });
  const MeanExitTime ball(bessel, 0, 1, ExitEnd::reflecting, ExitEnd::absorbing);
  for (const double x : {0.0, 0.1, 0.5, 0.9}) EXPECT_NEAR(ball.time(x), (1 - x * x) / 3, 1e-11) << x;
  const Brownian process(1, 1);
  const MeanExitTime above(process, -1, 2, ExitEnd::reflecting, ExitEnd::absorbing),
      below(process, -1, 2, ExitEnd::absorbing, ExitEnd::reflecting);
  EXPECT_NEAR(above.time(0.5), 9 - 2.25, 1e-11);
  EXPECT_NEAR(below.time(0.5), 9 - 2.25, 1e-11);
  EXPECT_NEAR(above.slope(-1), 0, 1e-11);
  EXPECT_EQ(above.upper_probability(0), 1);
  EXPECT_EQ(below.upper_probability(0), 0);
}

// Gompertz growth x log(K/x) with noise s x never reaches 0: in y = log x an Ornstein–Uhlenbeck process of
// mean log K − ½s².
TEST(MeanExitTime, EndsAtANaturalBoundary) {
  const Bent process([](double x) { return x * std::log(2 / x); }, [](double x) { return 0.5 * x; });
  const Bent logarithm([](double y) { return std::log(2.0) - 0.125 - y; }, [](double) { return 0.5; });
  EXPECT_NEAR(MeanExitTime(process, -infinity, 3).time(1),
              MeanExitTime(logarithm, -infinity, std::log(3.0)).time(0), 1e-9);
  // Cox–Ingersoll–Ross below Feller's condition, f = ¼(1 − x), g = √x, e^{−Φ}/g² = e^{−x/2}/√x: with x = v²
  // τ = ∫ 4√(2π) e^{v²/2} erf(v/√2) dv from 1 to √2. What the end of 2^−48 gets wrong is of order 2^−24.
  const Bent cir([](double x) { return 0.25 * (1 - x); }, [](double x) { return std::sqrt(x); });
  double exact = 0;
  const double width = (std::sqrt(2.0) - 1) / 20000;
  for (int i = 0; i < 20000; ++i) {
    const double v = 1 + (i + 0.5) * width;
    exact += 4 * std::sqrt(2 * 3.14159265358979) * std::exp(v * v / 2) * std::erf(v / std::sqrt(2.0)) * width;
  }
  EXPECT_NEAR(MeanExitTime(cir, -infinity, 2).time(1), exact, 1e-7 * exact);
}

// A neuron with a reversal potential at −75 mV: f = −(u + 65)/20 + 0.45, g² = 0.09 (u + 75), mirrored at −75,
// where places are rounded to 1.4e−14 and u + 75 tends to 0. In y = u + 75 the same process has no such
// noise.
TEST(MeanExitTime, IsTheSameFarFromZero) {
  const Bent membrane([](double u) { return -(u + 65) / 20 + 0.45; },
                      [](double u) { return 0.3 * std::sqrt(u + 75); });
  const Bent shifted([](double y) { return -(y - 10) / 20 + 0.45; },
                     [](double y) { return 0.3 * std::sqrt(y); });
  const double here = MeanExitTime(membrane, -75, -55, ExitEnd::reflecting).time(-65);
  EXPECT_NEAR(here, MeanExitTime(shifted, 0, 20, ExitEnd::reflecting).time(10), 1e-9 * here);
  EXPECT_NEAR(here, 39.256, 2e-3);
}

std::string refused(double lower, double upper, const Process& process) {
  try {
    (void)MeanExitTime(process, lower, upper).time(0.5);
  } catch (const NumericalFailure& failure) {
    return failure.what();
  }
  return "";
}

TEST(MeanExitTime, SaysWhereItIsNotFinite) {
  const Bent bessel([](double x) { return 1 / x; }, [](double) { return 1.0; });
  EXPECT_NE(refused(-1, 1, bessel).find("grows without bound at x = "), std::string::npos)
      << refused(-1, 1, bessel);
  EXPECT_NE(refused(0, 1, bessel).find("not finite at the wall x = 0"), std::string::npos)
      << refused(0, 1, bessel);
  const Bent root([](double x) { return std::sqrt(x); }, [](double) { return 1.0; });
  EXPECT_NE(refused(-1, 1, root).find("not finite"), std::string::npos) << refused(-1, 1, root);
  const Bent still([](double) { return 0.0; }, [](double) { return 1.0; });
  EXPECT_NE(refused(-infinity, 1, still).find("is infinite"), std::string::npos)
      << refused(-infinity, 1, still);
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
