#include "kolmo/fokker_planck/analysis/first_passage.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

constexpr double pi = std::numbers::pi;
constexpr double start = 0.3, speed = 0.7, sigma = 1.2;

/// Brownian motion with drift on (0, 1).
class Drifting final : public process::Process {
 public:
  explicit Drifting(Index d = 1) : d_(d) {}
  std::string name() const override { return "drifting"; }
  Index dimension() const override { return d_; }
  void drift(double, const ConstBlock&, Block out) const override {
    out.setZero();
    out.col(0) = speed;
  }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setZero(); }
  double diffusion(double) const override { return sigma; }
  double noise_variance(double s, double t) const override { return sigma * sigma * (t - s); }

 private:
  Index d_;
};

struct Exit {
  double lower, upper, survival;
};

/// With walls at 0 and 1 and a start at x₀ (Cox, Miller 1965, 5.7): p = e^{μ(x − x₀)/σ² − μ² t/(2σ²)}
/// Σ_k 2 sin(kπx₀) sin(kπx) e^{−k²π²σ²t/2}; the density of the exit is ± σ²/2 ∂p/∂x at the walls.
Exit exact_exit(double t) {
  Exit exit{0, 0, 0};
  const double m = speed / (sigma * sigma), decay = std::exp(-m * start - m * speed * t / 2);
  for (int k = 1; k < 200; ++k) {
    const double w = k * pi,
                 mode = 2 * std::sin(w * start) * std::exp(-w * w * sigma * sigma * t / 2) * decay;
    const double sign = k % 2 == 0 ? 1 : -1;
    exit.lower += sigma * sigma / 2 * w * mode;
    exit.upper -= sigma * sigma / 2 * w * sign * std::exp(m) * mode;
    exit.survival += mode * w * (1 - sign * std::exp(m)) / (m * m + w * w);  // ∫₀¹ e^{mx} sin(wx) dx
  }
  return exit;
}

/// All mass in the cell whose centre is the start (n an odd multiple of 5); 20 times in (0, 1], Δt = 0.25/n.
FirstPassage passage(const Discretisation& scheme, const TimeStepper& stepper, Index n) {
  const Grid grid = line(0, 1, n);
  Eigen::ArrayXd p0 = Eigen::ArrayXd::Zero(n);
  const Index cell = 3 * n / 10;
  EXPECT_NEAR(grid.axis(0).centre(cell), start, 1e-12);
  p0(cell) = 1 / grid.cell_volume();
  std::vector<double> times;
  for (int k = 0; k <= 20; ++k) times.push_back(0.05 * k);
  return first_passage_density(scheme.build(Drifting(), grid, {Boundary::absorbing}), stepper, p0,
                               Schedule::with_steps_each(times, n / 5));
}

struct Defects {
  double density = 0, exits = 0, survival = 0;
};

Defects defects(const FirstPassage& passage) {
  Defects d;
  // P(exit at 0) in all is (e^{−2mx₀} − e^{−2m})/(1 − e^{−2m}), of which by the last time nearly all.
  for (Index k = 1; k <= 20; ++k) {
    const Exit exact = exact_exit(passage.times[static_cast<std::size_t>(k)]);
    d.density = std::max({d.density, std::abs(passage.density(k, 0) - exact.lower),
                          std::abs(passage.density(k, 1) - exact.upper)});
    d.survival = std::max(d.survival, std::abs(passage.survival(k) - exact.survival));
  }
  const double m = speed / (sigma * sigma), edge = std::exp(-2 * m);
  const double lower = (std::exp(-2 * m * start) - edge) / (1 - edge);
  // What survives t = 1, 1e−3, splits about evenly.
  d.exits = std::abs(passage.exits(20, 0) + passage.survival(20) / 2 - lower);
  return d;
}

TEST(FirstPassage, DensityAndSurvivalHaveOrderTwoAgainstTheSeries) {
  for (const char* name : {"scharfetter_gummel", "chang_cooper"}) {
    std::vector<double> density, survival;
    for (const Index n : {45, 135, 405}) {
      const FirstPassage p = passage(discretisation(name), stepper("tr_bdf2"), n);
      const Defects d = defects(p);
      density.push_back(d.density);
      survival.push_back(d.survival);
      EXPECT_LE(p.march.mass_defect, 1e-13);
      EXPECT_LE(d.exits, 2e-3);
    }
    EXPECT_NEAR(last_order(density) / std::log2(3), 2, 0.15) << name;
    EXPECT_NEAR(last_order(survival) / std::log2(3), 2, 0.15) << name;
    EXPECT_LE(density.back(), 1e-4);
  }
}

// Wrong on purpose: walls one cell away instead of half a cell.
TEST(FirstPassage, AWallInTheWrongPlaceLosesAnOrder) {
  std::vector<double> survival;
  const Discretisation& scheme = discretisation("scharfetter_gummel");
  const Discretisation far{scheme.claim, [&](const auto& process, const auto& grid, const auto& setting) {
                             const Generator right = scheme.build(process, grid, setting);
                             FaceRates rates = right.rates(0);
                             rates.leaks /= 2;
                             return Generator(grid, {rates}, "wall one cell away");
                           }};
  for (const Index n : {45, 135, 405}) {
    survival.push_back(defects(passage(far, stepper("tr_bdf2"), n)).survival);
  }
  EXPECT_NEAR(last_order(survival) / std::log2(3), 1, 0.15);
}

TEST(FirstPassage, ExitsAndSurvivalAreAPartitionAtAllTimes) {
  const FirstPassage p = passage(discretisation("scharfetter_gummel"), stepper("implicit_euler"), 45);
  for (Index k = 0; k <= 20; ++k) {
    EXPECT_NEAR(p.exits(k, 0) + p.exits(k, 1) + p.survival(k), 1, 1e-13);
    if (k > 0) {
      EXPECT_GT(p.exits(k, 0), p.exits(k - 1, 0));
      EXPECT_LT(p.survival(k), p.survival(k - 1));
    }
  }
  EXPECT_EQ(p.survival(0), 1);
}

// In two and three dimensions, the other axes closed: the same law as in one.
TEST(FirstPassage, FurtherClosedAxesChangeNothing) {
  const Index n = 45;
  const FirstPassage line_passage = passage(discretisation("scharfetter_gummel"), stepper("tr_bdf2"), n);
  for (const Index d : {2, 3}) {
    std::vector<Axis> axes{{0, 1, n}, {0, 2, 6}, {0, 1, 3}};
    const Grid grid(std::vector<Axis>(axes.begin(), axes.begin() + d));
    std::vector<std::array<Boundary, 2>> sides(static_cast<std::size_t>(d),
                                               {Boundary::no_flux, Boundary::no_flux});
    sides[0] = {Boundary::absorbing, Boundary::absorbing};
    Eigen::ArrayXd p0 = Eigen::ArrayXd::Zero(grid.cells());
    for (Index line = 0; line < grid.cells() / n; ++line)
      p0(line * n + 3 * n / 10) = 1 + static_cast<double>(line);
    const FirstPassage p =
        first_passage_density(scharfetter_gummel(Drifting(d), grid, {Boundaries(sides)}), stepper("tr_bdf2"),
                              p0, Schedule::with_steps_each(line_passage.times, n / 5));
    EXPECT_EQ(p.density.cols(), 2 * d);
    EXPECT_LE((p.density.leftCols(2) - line_passage.density).abs().maxCoeff(), 1e-12);
    EXPECT_LE((p.exits.leftCols(2) - line_passage.exits).abs().maxCoeff(), 1e-12);
    EXPECT_EQ(p.exits.rightCols(2 * d - 2).abs().maxCoeff(), 0);
  }
}

// Feller's branching, dX = −bX dt + √(2cX) dW from 1: P(X(t) = 0) = exp(−(b/c)/(e^{bt} − 1)) (Feller 1951).
// The noise vanishes at the side that absorbs; order 2 with a logarithm.
TEST(FirstPassage, OfAPopulationThatDiesOut) {
  const double b = 0.7, c = 0.2;
  std::vector<double> errors;
  for (const Index n : {200, 400, 800}) {
    const Grid grid = line(0, 12, n);
    const auto sides =
        Boundaries(std::vector<std::array<Boundary, 2>>{{Boundary::absorbing, Boundary::no_flux}});
    const FirstPassage p = first_passage_density(
        scharfetter_gummel(testing::Branching(0, b, c), grid, {sides}), stepper("tr_bdf2"),
        point_mass(grid, Eigen::VectorXd::Ones(1)), {{0, 0.5, 2, 5}, {n, n, n}});
    double worst = 0;
    for (Index k = 1; k < 4; ++k) {
      const double gone = std::exp(-b / c / std::expm1(b * p.times[static_cast<std::size_t>(k)]));
      worst = std::max(worst, std::abs(p.exits(k, 0) - gone));
    }
    errors.push_back(worst);
  }
  EXPECT_GT(last_order(errors), 1.6);
  EXPECT_LT(errors.back(), 1e-3);
}

TEST(FirstPassage, RefusesADomainWithoutAnAbsorbingSide) {
  const Grid grid = line(0, 1, 10);
  const Eigen::ArrayXd p0 = Eigen::ArrayXd::Ones(10);
  for (const Boundary side : {Boundary::no_flux, Boundary::periodic}) {
    EXPECT_THROW(first_passage_density(scharfetter_gummel(Drifting(), grid, {side}), stepper("tr_bdf2"), p0,
                                       {{0, 1}, {10}}),
                 InvalidArgument);
  }
}

}  // namespace
}  // namespace kolmo::fokker_planck
