// What a generator takes from a process: couplings however small, times at which it changes, noise that
// vanishes.

#include <gtest/gtest.h>

#include <cmath>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"
#include "kolmo/process/noise/diagonal_noise.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

/// f = (y − 0.01 (e^{8x} − e^{−8x}), −y), g = √2: a coupling beside a drift of 1e19.
class SteepWalls final : public process::Process {
 public:
  std::string name() const override { return "steep_walls"; }
  Index dimension() const override { return 2; }
  void drift(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      out(i, 0) = x(i, 1) - 0.02 * std::sinh(8 * x(i, 0));
      out(i, 1) = -x(i, 1);
    }
  }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = -0.16 * std::cosh(8 * x(i, 0)) - 1;
  }
  double diffusion(double) const override { return std::sqrt(2.0); }
  double noise_variance(double s, double t) const override { return 2 * (t - s); }
};

// e^{8·2.5} is wall enough: the domains of ±3 and ±6 hold the same law. Without its coupling x is symmetric.
TEST(Coefficients, ACouplingIsKeptBesideAWallHoweverSteep) {
  std::vector<double> covariances;
  for (const double half : {3.0, 6.0}) {
    const Grid grid({{-half, half, static_cast<Index>(std::lround(half / 0.025))}, {-5, 5, 40}});
    const Generator generator = scharfetter_gummel(SteepWalls(), grid);
    EXPECT_FALSE(generator.rates(0).shared()) << half;
    EXPECT_TRUE(generator.rates(1).shared()) << half;
    Points mean(1, 2), variance(1, 2);
    mean.setZero(), variance.setOnes();
    const density::GaussianMixture start(Eigen::ArrayXd::Ones(1), mean,
                                         density::Covariances::diagonal(variance));
    const auto p0 = initial_density(start, grid, CellValues::point, 1e-2).density;
    const auto p = march(generator, tr_bdf2(), p0, {{0, 1}, {200}}).density;
    covariances.push_back(covariance(grid, p)(0, 1));
  }
  EXPECT_GT(covariances[0], 0.1);
  EXPECT_NEAR(covariances[1], covariances[0], 2e-6);
}

/// dX = −X dt until t = 1.5, −5X dt from then on.
class Switched final : public process::Process, public process::ConstantCoefficients {
 public:
  explicit Switched(std::optional<bool> constant, double at) : constant_(constant), at_(at) {}
  std::string name() const override { return "switched"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override { out = (t < at_ ? -1.0 : -5.0) * x; }
  void drift_divergence(double t, const ConstBlock&, Values out) const override {
    out.setConstant(t < at_ ? -1 : -5);
  }
  std::optional<bool> constant_coefficients() const override { return constant_; }
  double diffusion(double) const override { return 1; }
  double noise_variance(double s, double t) const override { return t - s; }

 private:
  std::optional<bool> constant_;
  double at_;
};

TEST(Coefficients, AreConstantWhereTheProcessSaysSo) {
  const Grid grid = line(-4, 4, 40);
  EXPECT_THROW(scharfetter_gummel(Switched(false, 1e300), grid), InvalidArgument);
  EXPECT_NO_THROW(scharfetter_gummel(Switched(true, 1.5), grid));
  EXPECT_NO_THROW(scharfetter_gummel(Switched(false, 1.5), grid, {{}, 2.0}));
}

// Whoever says nothing is asked at times of every size.
TEST(Coefficients, OfAProcessThatSaysNothingAreLookedAt) {
  const Grid grid = line(-4, 4, 40);
  for (const double at : {1e-15, 0.01, 1.5, 3.0, 1e12, -7.0}) {
    EXPECT_THROW(scharfetter_gummel(Switched({}, at), grid), InvalidArgument) << at;
  }
  EXPECT_NO_THROW(scharfetter_gummel(Stirred(2), square(4, 10)));
}

/// Cox, Ingersoll, Ross 1985: dX = k (m − X) dt + s √X dW, at rest a gamma law of shape a = 2km/s².
class SquareRoot final : public process::DiagonalNoise {
 public:
  explicit SquareRoot(double shape, bool mirrored = false) : m_(shape / 2), mirrored_(mirrored) {}
  std::string name() const override { return "square_root"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override {
    if (mirrored_) {
      out = -(m_ - (12 - x));
    } else {
      out = m_ - x;
    }
  }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setConstant(-1); }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override { out = distance(x).sqrt(); }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override {
    const Points y = distance(x);
    out = (mirrored_ ? -1.0 : 1.0) * (y > 0).select(0.5 / y.max(1e-300).sqrt(), 0.0);
  }
  double mean() const { return m_; }

 private:
  Points distance(const ConstBlock& x) const {
    return mirrored_ ? Points((12 - x).max(0)) : Points(x.max(0));
  }
  double m_;
  bool mirrored_;
};

/// Σ |π_i − the gamma law's mass in cell i| at s = k = 1, where it is y^{a−1} e^{−2y} 2^a/Γ(a); the mass by
/// its series, y^a e^{−2y} Σ_n (2y)^n 2^a/(a (a + 1) … (a + n))/Γ(a).
double gamma_distance(double a, Index cells, bool mirrored = false) {
  const Grid grid = line(0, 12, cells);
  const Eigen::ArrayXd pi = stationary_density(scharfetter_gummel(SquareRoot(a, mirrored), grid));
  const auto below = [a](double y) {
    double term = 1 / a, sum = term;
    for (int n = 1; n < 400; ++n) sum += term *= 2 * y / (a + n);
    return y == 0 ? 0 : sum * std::exp(a * std::log(2 * y) - 2 * y - std::lgamma(a));
  };
  const double h = grid.axis(0).width();
  double distance = 0;
  for (Index i = 0; i < cells; ++i) {
    const double exact = below(h * static_cast<double>(i + 1)) - below(h * static_cast<double>(i));
    distance += std::abs(pi(mirrored ? cells - 1 - i : i) * h - exact);
  }
  return distance;
}

// Order 2, of two terms of either sign at these h. Faces at the midpoint alone have the order a, and 0.1 of
// the masses wrong at a = 0.08. From the upper wall, whose distances are rounded, the same to 1 %.
TEST(VanishingNoise, MassesAtTheWallHaveOrderTwo) {
  for (const double a : {0.08, 0.3, 0.6}) {
    const double coarse = gamma_distance(a, 500), fine = gamma_distance(a, 1000);
    EXPECT_GE(std::log2(coarse / fine), 1.7) << a << ": " << coarse << ", " << fine;
    EXPECT_LE(std::log2(coarse / fine), 2.6) << a << ": " << coarse << ", " << fine;
    EXPECT_LE(fine, 1e-5) << a;
    EXPECT_NEAR(gamma_distance(a, 500, true) / coarse, 1, 1e-2) << a;
  }
  // The domain leaves out 1e−7 at a = 4; at a = 1 the law is an exponential, which every fitted flux keeps.
  for (const double a : {1.0, 1.7, 4.0}) EXPECT_LE(gamma_distance(a, 500), 5e-7) << a;
}

// Moments are read at the centres of cells, where y^{a−1} does not have its mass: order 1 + a below Feller's
// condition.
TEST(VanishingNoise, MomentsHaveOrderOnePlusA) {
  for (const double a : {0.08, 0.3, 0.6}) {
    std::vector<double> errors;
    for (const Index cells : {1000, 2000, 4000}) {
      const Grid grid = line(0, 12, cells);
      const SquareRoot process(a);
      const Eigen::ArrayXd pi = stationary_density(scharfetter_gummel(process, grid));
      errors.push_back(raw_moment(grid, pi, 0, 1) - process.mean());
    }
    EXPECT_NEAR(last_order(errors), 1 + a, 0.05) << a;
    EXPECT_LE(std::abs(errors.back()), 1e-3) << a;
  }
}

// From a bump at 1, E X² at t = ½: E X = m + (1 − m) e^{−t}, E X² by its own equation.
TEST(VanishingNoise, MarchesConverge) {
  constexpr double a = 0.3, t = 0.5;
  const SquareRoot process(a);
  const double m = process.mean(), e = std::exp(-t), second = 2 * m + 1;
  const double exact = (1 + 0.01) * e * e + second * (m / 2 * (1 - e * e) + (1 - m) * (e - e * e));
  std::vector<double> errors;
  for (const Index cells : {500, 1000, 2000}) {
    const Grid grid = line(0, 12, cells);
    const auto p0 = initial_density(density::gaussian_1d(1, 0.1), grid, CellValues::average).density;
    const auto p = march(scharfetter_gummel(process, grid), tr_bdf2(), p0, {{0, t}, {2000}}).density;
    errors.push_back(std::abs(raw_moment(grid, p, 0, 2) - exact));
  }
  EXPECT_NEAR(last_order(errors), 2, 0.2);
  EXPECT_LE(errors.back(), 3e-5);
}

}  // namespace
}  // namespace kolmo::fokker_planck
