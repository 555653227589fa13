// Eigenvalues and modes against values computed by other methods.

#include "kolmo/fokker_planck/modes/eigenpairs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/modes/slowest_rates.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/equations/vortex.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

constexpr double ulp = std::numeric_limits<double>::epsilon();

std::function<Generator(Index)> on_line(const process::Process& process, double lower, double upper) {
  return [&process, lower, upper](Index cells) {
    return scharfetter_gummel(process, line(lower, upper, cells));
  };
}

// Sinc collocation of the Schrödinger form, good to about 1e−11.
struct Reference {
  std::shared_ptr<const density::Potential> potential;
  double temperature, half_width;
  std::array<double, 4> eigenvalues;
};

std::vector<Reference> references() {
  using namespace density;
  return {
      {std::make_shared<DoubleWell>(),
       1,
       3.4,
       {0.7486816723483979, 6.004113670851147, 11.660695557670472, 18.6431467814105}},
      {std::make_shared<DoubleWell>(),
       0.5,
       3,
       {0.22727330100864876, 4.078279891768992, 7.604028342381652, 11.951442255545583}},
      {std::make_shared<QuarticPotential>(),
       1,
       4.5,
       {1.368592520977194, 4.453709163214755, 8.259693724355877, 12.758069532962889}},
      {std::make_shared<DoubleWell>(0.3),
       1,
       3.4,
       {0.7678607801777222, 6.027661707364481, 11.67885817705183, 18.660083621123782}},
      {std::make_shared<LogCoshPotential>(),
       1,
       12,
       {0.48506798541155943, 1.3068683045184413, 2.079035547785814, 2.922972698464848}},
      {std::make_shared<QuadraticPotential>(1, Eigen::VectorXd::Zero(1)), 1, 10, {1, 2, 3, 4}},
  };
}

TEST(Eigenpairs, NonzeroEigenvaluesAgreeWithTheReferenceAndTheZeroOneIsZero) {
  for (const Reference& r : references()) {
    const process::OverdampedLangevin process(r.potential, r.temperature);
    const auto build = on_line(process, -r.half_width, r.half_width);
    const Extrapolated limit = extrapolated_eigenvalues(build, 500, 4, 3);
    for (Index k = 0; k < 4; ++k) {
      const double exact = r.eigenvalues[static_cast<std::size_t>(k)];
      EXPECT_NEAR(limit.value(k) / exact, 1, 1e-8) << r.potential->name() << ", T = " << r.temperature;
      // The estimate is the error of one extrapolation less: it bounds the error, and the reference's 1e−11.
      EXPECT_LE(std::abs(limit.value(k) - exact), limit.error(k) + 1e-10 * exact);
    }
    EXPECT_NEAR(leading_eigenpairs(build(500), 1).values(0), 0, 1e-12);
  }
}

// The gap is 1e−9 of the largest eigenvalue: a symmetric eigensolver would leave it 6 digits.
TEST(Eigenpairs, TheGapAtATenthKeepsItsRelativeAccuracy) {
  const auto process = double_well(0.1);
  const Extrapolated limit = extrapolated_eigenvalues(on_line(process, -2.2, 2.2), 500, 1, 3);
  EXPECT_NEAR(limit.value(0) / 7.835709200e-5, 1, 1e-7);
}

// Residual and orthogonality are those of rounding; ‖S‖ = 4D/h² is that of the matrix.
void expect_eigenpairs(const Generator& generator, const Eigenpairs& pairs, double tolerance) {
  const Index n = generator.grid().cells();
  const double norm = 4 * generator.rates(0).up.maxCoeff();
  Eigen::ArrayXd image(n);
  for (Index k = 0; k < pairs.values.size(); ++k) {
    const Eigen::ArrayXd mode = pairs.density_mode(k);
    generator.apply(mode.data(), image.data());
    EXPECT_LE((image + pairs.values(k) * mode).abs().maxCoeff(), tolerance * norm) << "mode " << k;
    for (Index l = 0; l <= k; ++l) {
      const double product = (pairs.symmetric.col(k) * pairs.symmetric.col(l)).sum();
      EXPECT_NEAR(product, k == l ? 1 : 0, tolerance) << k << ", " << l;
    }
  }
}

TEST(Eigenpairs, ModesAreOrthonormalAndSolveTheEquationForwardAndBackward) {
  for (const double temperature : {0.1, 1.0}) {
    const Generator generator = scharfetter_gummel(double_well(temperature), line(-2.5, 2.5, 300));
    const Eigenpairs pairs = leading_eigenpairs(generator, 6);
    expect_eigenpairs(generator, pairs, 1e-11);
    const Eigen::ArrayXd u = pairs.function(1);
    Eigen::ArrayXd image(300);
    generator.apply_transposed(u.data(), image.data());
    // In the middle of the domain, where u is of the order of its largest entry over π's range.
    const double middle = (image + pairs.values(1) * u).segment(75, 150).abs().maxCoeff();
    EXPECT_LE(middle / u.segment(75, 150).abs().maxCoeff(), 1e-8) << temperature;
    generator.apply(u.data(), image.data());  // forward on a backward function: not its equation
    EXPECT_GE((image + pairs.values(1) * u).segment(75, 150).abs().maxCoeff(), 1e-3);
  }
}

// The slowest mode of the double well at T = 0.1 moves probability between the wells: −1 on the left, +1 on
// the right, and its relative accuracy survives the gap of 8e−5 in a matrix of norm 1e4.
TEST(Eigenpairs, TheSlowestModeIsFlatInEachWell) {
  const Generator generator = scharfetter_gummel(double_well(0.1), line(-1.8, 1.8, 360));
  const Eigenpairs pairs = leading_eigenpairs(generator, 2);
  const Eigen::ArrayXd u = pairs.function(1);
  EXPECT_NEAR(u(260) / u(99), -1, 1e-10);  // x = ±0.805
  EXPECT_NEAR(u(300) / u(280), 1, 2e-3);   // flat but for e^{−ΔV/T}
  EXPECT_GT(u(359), 0);
}

// Brownian motion between absorbing walls on (0, 1): λ_k = ½ (kπ)²; one absorbing wall: ½ ((k − ½)π)².
// cos(πk (i + ½)/n) is 0 in a cell's centre for many k: pivots are exactly 0 there.
TEST(Eigenpairs, OfBrownianMotionAreCosinesAlsoWherePivotsVanish) {
  const process::Brownian heat(1.2, 1);
  for (const Index n : {96, 100, 120, 150, 180}) {
    const Eigenpairs pairs = leading_eigenpairs(scharfetter_gummel(heat, line(-9, 9, n)), 16);
    ASSERT_TRUE(pairs.symmetric.isFinite().all()) << n;
    for (Index k = 1; k < 16; ++k) {
      double worst = 0;
      for (Index i = 0; i < n; ++i) {
        const double cosine = std::sqrt(2.0 / static_cast<double>(n)) *
                              std::cos(std::acos(-1.0) * static_cast<double>(k) *
                                       (static_cast<double>(i) + 0.5) / static_cast<double>(n));
        worst = std::max(worst, std::abs(std::abs(pairs.symmetric(i, k)) - std::abs(cosine)));
      }
      EXPECT_LE(worst, 1e-11) << n << " cells, mode " << k;
    }
  }
}

TEST(Eigenpairs, AbsorbingWallsRemoveTheZero) {
  const process::Brownian heat(1, 1);
  const auto walls = [&](Boundary lower, Boundary upper) {
    return [&heat, lower, upper](Index cells) {
      const Setting setting{Boundaries({{lower, upper}}), {}};
      return scharfetter_gummel(heat, line(0, 1, cells), setting);
    };
  };
  const auto both = walls(Boundary::absorbing, Boundary::absorbing);
  const auto upper = walls(Boundary::no_flux, Boundary::absorbing);
  const Extrapolated two = extrapolated_eigenvalues(both, 50, 3, 3),
                     one = extrapolated_eigenvalues(upper, 50, 3, 3);
  for (Index k = 0; k < 3; ++k) {
    const double wave = M_PI * static_cast<double>(k + 1), half_wave = wave - M_PI / 2;
    EXPECT_NEAR(two.value(k) / (wave * wave / 2), 1, 1e-7);
    EXPECT_NEAR(one.value(k) / (half_wave * half_wave / 2), 1, 1e-7);
  }
  expect_eigenpairs(both(60), leading_eigenpairs(both(60), 60), 1e-11);
  expect_eigenpairs(upper(60), leading_eigenpairs(upper(60), 60), 1e-11);
  EXPECT_THROW(leading_eigenvalues(both(60), 61), InvalidArgument);
  const Generator closed = scharfetter_gummel(heat, line(0, 1, 60));
  EXPECT_THROW(leading_eigenvalues(closed, 60), InvalidArgument);
  const Setting ring{Boundaries(Boundary::periodic), {}};
  EXPECT_THROW(leading_eigenpairs(scharfetter_gummel(heat, line(0, 1, 60), ring), 2), InvalidArgument);
}

// Wrong on purpose: a wall that is forgotten, or counted at a whole cell from the centre instead of half a
// cell, is seen.
TEST(Eigenpairs, AWallAtTheWrongDistanceIsSeen) {
  const process::Brownian heat(1, 1);
  const auto wrong = [&](Index cells) {
    const Setting setting{Boundaries(Boundary::absorbing), {}};
    const Generator right = scharfetter_gummel(heat, line(0, 1, cells), setting);
    FaceRates rates = right.rates(0);
    rates.leaks /= 2;
    return Generator(right.grid(), {rates}, "wall a cell away");
  };
  const double observed = extrapolated_eigenvalues(wrong, 50, 1, 3).value(0);
  EXPECT_GE(std::abs(observed / (M_PI * M_PI / 2) - 1), 1e-5);
}

// dX = −V′(X) dt + √(2T) dW, dY = −2 Y dt + √(2T) dW: the eigenvalues of the plane are sums of those of the
// axes, grid by grid.
class WellAndSpring : public density::Potential {
 public:
  std::string name() const override { return "well_and_spring"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, Values out) const override {
    out = (x.col(0).square() - 1).square() + x.col(1).square();
  }
  void gradient(const ConstBlock& x, Block out) const override {
    out.col(0) = 4 * x.col(0) * (x.col(0).square() - 1);
    out.col(1) = 2 * x.col(1);
  }
  void laplacian(const ConstBlock& x, Values out) const override { out = 12 * x.col(0).square() - 2; }
};

TEST(SparseEigenpairs, OfASeparablePlaneAreSumsOfThoseOfTheAxes) {
  const double temperature = 0.2;
  const process::OverdampedLangevin plane(std::make_shared<WellAndSpring>(), temperature);
  const process::OverdampedLangevin spring(
      std::make_shared<density::QuadraticPotential>(2, Eigen::VectorXd::Zero(1)), temperature);
  const Grid gx = line(-2, 2, 60), gy = line(-2.2, 2, 40);
  const Eigen::ArrayXd x = leading_eigenpairs(scharfetter_gummel(double_well(temperature), gx), 6).values;
  const Eigen::ArrayXd y = leading_eigenpairs(scharfetter_gummel(spring, gy), 6).values;
  std::vector<double> sums;
  for (const double a : x) {
    for (const double b : y) sums.push_back(a + b);
  }
  std::sort(sums.begin(), sums.end());
  const Generator generator = scharfetter_gummel(plane, Grid({gx.axis(0), gy.axis(0)}));
  const Eigenpairs pairs = leading_eigenpairs_sparse(generator, 6);
  EXPECT_LE(pairs.values(0), 1e-12);
  for (Index k = 1; k < 6; ++k)
    EXPECT_NEAR(pairs.values(k) / sums[static_cast<std::size_t>(k)], 1, 1e-10) << k;
  EXPECT_LT(pairs.values(1), 0.01 * pairs.values(2));
  expect_eigenpairs(generator, pairs, 1e-11);
}

TEST(SparseEigenpairs, OfAnOrnsteinUhlenbeckPlaneAndARingAreThoseOfTheClosedForm) {
  const process::OrnsteinUhlenbeck ou(1, 0, std::sqrt(2.0), 2);
  const process::Brownian heat(1, 1);
  std::vector<Eigen::ArrayXd> plane, ring;
  for (const Index n : {30, 60, 120}) {
    plane.push_back(leading_eigenpairs_sparse(scharfetter_gummel(ou, square(6, n)), 4).values.tail(3));
    const Setting periodic{Boundaries(Boundary::periodic), {}};
    ring.push_back(
        leading_eigenpairs_sparse(scharfetter_gummel(heat, line(0, 1, n), periodic), 3).values.tail(2));
  }
  const Eigen::ArrayXd limit = extrapolate(plane).value;
  // k + l = 1, 1 and one of the three pairs of 2; the third grid's own 2-D error is h² = 1e−2 before
  // extrapolation.
  EXPECT_NEAR(limit(0), 1, 1e-5);
  EXPECT_NEAR(limit(1), 1, 1e-5);
  EXPECT_NEAR(limit(2), 2, 1e-4);
  for (Index k = 0; k < 2; ++k) EXPECT_NEAR(extrapolate(ring).value(k) / (2 * M_PI * M_PI), 1, 1e-7);
  EXPECT_THROW(leading_eigenpairs_sparse(scharfetter_gummel(heat, line(0, 1, 10)), 4), InvalidArgument);
}

// f = −x + ω (y, −x), g = √2: rates k + l + iω(k − l). Those nearest to 0 for ω = ½: 1 ± i/2, 2, 2 ± i.
TEST(SlowestRates, OfARotatingPlaneComeInPairs) {
  const process::Vortex vortex(0.5);
  std::vector<Eigen::ArrayXd> parts;
  for (const Index n : {24, 48, 96}) {
    const auto rates = slowest_rates(chang_cooper(vortex, square(6, n)), 5);
    ASSERT_EQ(rates.size(), 6u);  // the partner of the last is there
    EXPECT_NEAR(std::abs(rates[0]), 0, 1e-10);
    EXPECT_EQ(rates[1], std::conj(rates[2]));
    parts.push_back(Eigen::Array3d(rates[1].real(), rates[2].imag(), rates[3].real()));
  }
  const Eigen::ArrayXd limit = extrapolate(parts).value;
  EXPECT_NEAR(limit(0), 1, 1e-4);
  EXPECT_NEAR(limit(1), 0.5, 1e-4);
  EXPECT_NEAR(limit(2), 2, 1e-3);
}

// With detailed balance they are the eigenvalues of the symmetric matrix, in any units.
TEST(SlowestRates, AreTheEigenvaluesWhereThereIsDetailedBalance) {
  const auto well = std::make_shared<density::DoubleWell>();
  for (const double unit : {1.0, 1e-9}) {
    const Generator generator =
        scharfetter_gummel(process::OverdampedLangevin(well, 1), line(-2.8, 2.8, 120));
    std::vector<FaceRates> rates{generator.rates(0)};
    rates[0].up *= unit;
    rates[0].down *= unit;
    const Generator scaled(generator.grid(), rates, "scaled");
    const auto found = slowest_rates(scaled, 4);
    const auto exact = leading_eigenvalues(generator, 3);
    for (Index k = 0; k < 3; ++k)
      EXPECT_NEAR(found[static_cast<std::size_t>(k) + 1].real() / (unit * exact(k)), 1, 1e-9);
  }
  EXPECT_THROW(slowest_rates(scharfetter_gummel(process::OverdampedLangevin(well, 1), line(-2, 2, 8)), 3),
               InvalidArgument);
}

// Errors c h^p + d h², whatever p: the error that is given holds the true one.
TEST(Extrapolate, GivesTheErrorOfTheOrderThatIsSeen) {
  for (const double p : {0.5, 0.8, 1.0, 1.3, 1.6, 1.9, 2.0, 2.2, 3.0}) {
    for (const double d : {-0.3, 0.0, 0.3}) {
      const auto at = [&](double h) { return Eigen::ArrayXd::Constant(1, 2 + std::pow(h, p) + d * h * h); };
      for (const double h : {0.1, 0.01}) {
        const Extrapolated limit = extrapolate({at(h), at(h / 2), at(h / 4)});
        EXPECT_LE(std::abs(limit.value(0) - 2), 3 * limit.error(0) + 4 * ulp) << p << ' ' << d;
        EXPECT_LE(limit.error(0), 10 * std::pow(h / 4, p)) << p << ' ' << d;
      }
    }
  }
  const auto one = [](double x) { return Eigen::ArrayXd::Constant(1, x); };
  EXPECT_GE(extrapolate({one(1), one(2), one(3.1)}).error(0), 2.1);  // no limit in sight
  EXPECT_EQ(extrapolate({one(1), one(1), one(1)}).error(0), 0);
}

TEST(Extrapolate, RemovesEvenPowersOfTheWidth) {
  const auto at = [](double h) { return Eigen::ArrayXd::Constant(1, 2 + 3 * h * h - 5 * std::pow(h, 4)); };
  EXPECT_NEAR(extrapolate({at(0.3), at(0.1), at(0.1 / 3)}, 3).value(0), 2, 16 * ulp);
  EXPECT_GE(std::abs(extrapolate({at(0.3), at(0.1)}, 3).value(0) - 2), 1e-3);
  EXPECT_THROW(extrapolate({at(0.1)}), InvalidArgument);
  EXPECT_THROW(extrapolate({at(0.1), at(0.05)}, 1), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
