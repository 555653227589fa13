#include "kolmo/fokker_planck/operator/graded_line.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

Eigen::ArrayXd values(const density::Density& p, const GradedLine& line) {
  Eigen::ArrayXd v(line.cells());
  p.log_density(line.centres(), v);
  for (double& x : v) x = std::exp(x);
  return v;
}

/// Σ |a − b| w.
double l1(const GradedLine& line, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
  double total = 0;
  for (Index i = 0; i < line.cells(); ++i) total += std::abs(a(i) - b(i)) * line.width(i);
  return total;
}

using Lines = std::function<GradedLine(Index cells)>;

std::vector<double> errors(const Lines& graded, const process::Process& process) {
  const density::GaussianMixture exact = process::marginal(process, lopsided_mixture_1d(), 0.4);
  std::vector<double> errors;
  for (const Index n : {120, 240, 480}) {
    const GradedLine line = graded(n);
    const Eigen::ArrayXd q0 = line.to_unit(values(lopsided_mixture_1d(), line));
    const MarchResult result = march(scharfetter_gummel(process, line), tr_bdf2(), q0, {{0, 0.4}, {800}});
    EXPECT_LE(result.mass_defect, 1e-13);
    errors.push_back(l1(line, line.from_unit(result.density), values(exact, line)));
  }
  return errors;
}

// Widths that differ by a factor of 20 along the line.
TEST(GradedLine, KeepsOrderTwoOnSmoothGradings) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 1);
  const Lines geometric = [](Index n) { return geometric_line(-6, 6, n, 20); };
  const Lines focused = [](Index n) { return focused_line(-6, 6, n, 0.7, 5); };
  const Lines sine = [](Index n) {
    return GradedLine([](double xi) { return -6 + 12 * (xi + 0.13 * std::sin(2 * std::numbers::pi * xi)); },
                      n);
  };
  for (const Lines& lines : {geometric, focused, sine}) {
    const auto e = errors(lines, ou);
    EXPECT_NEAR(last_order(e), 2, 0.12);
    EXPECT_LE(e.back(), 3e-3);
  }
}

// Where the widths do not belong to a smooth map (1 : 2 : 1 : 2 …) the flux at a face is off by O(h) of
// either sign; the solution keeps order 2 in L1 (Manteuffel, White 1986), and the moments with it.
TEST(GradedLine, KeepsOrderTwoOnAlternatingWidths) {
  const Lines alternating = [](Index n) {
    std::vector<double> faces;
    for (Index i = 0; i <= n; ++i)
      faces.push_back(-6 + 12.0 / static_cast<double>(3 * n / 2) *
                               (static_cast<double>(i / 2) * 3 + static_cast<double>(i % 2)));
    return GradedLine(faces);
  };
  EXPECT_NEAR(last_order(errors(alternating, process::OrnsteinUhlenbeck(1.3, 0.4, 1.1, 1))), 2, 0.12);
}

// Wrong on purpose: rates off by the ratio of neighbouring widths, 1 + O(h), are a false drift of order 1.
TEST(GradedLine, RatesOfEqualCellsDoNotConverge) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 1);
  const density::GaussianMixture exact = process::marginal(ou, lopsided_mixture_1d(), 0.4);
  std::vector<double> wrong;
  for (const Index n : {120, 240, 480}) {
    const GradedLine line = geometric_line(-6, 6, n, 20);
    FaceRates rates = scharfetter_gummel(ou, line).rates(0);
    for (Index f = 0; f + 1 < n; ++f) {
      rates.down(f, 0) *= line.width(f + 1) / line.width(f);  // the width of the cell below for both
    }
    const Eigen::ArrayXd q0 = line.to_unit(values(lopsided_mixture_1d(), line));
    const Eigen::ArrayXd q = marched(Generator(line.unit(), {rates}, "wrong"), tr_bdf2(), q0, 0.4, 800);
    wrong.push_back(l1(line, line.from_unit(q), values(exact, line)));
  }
  EXPECT_NEAR(last_order(wrong), 0, 0.1);
}

TEST(GradedLine, KeepsTheGibbsStateExactly) {
  const auto process = double_well(0.2);
  const GradedLine line = focused_line(-2.5, 3, 150, 0, 4);
  const Generator generator = scharfetter_gummel(process, line);
  const Eigen::ArrayXd p = line.from_unit(stationary_density(generator));
  Eigen::ArrayXd v(150);
  process.potential().value(line.centres(), v);
  for (Index i = 1; i < 150; ++i) EXPECT_NEAR(std::log(p(i) / p(70)), -(v(i) - v(70)) / 0.2, 1e-11);
  const Eigen::ArrayXd q = line.to_unit(p);
  EXPECT_LE(((marched(generator, tr_bdf2(), q, 10, 100) - q) / q).abs().maxCoeff(), 1e-10);
}

TEST(GradedLine, EqualWidthsGiveTheGridsOwnGenerator) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 1);
  for (const Boundary side : {Boundary::no_flux, Boundary::absorbing, Boundary::periodic}) {
    const Generator a = scharfetter_gummel(ou, geometric_line(-3, 4, 30, 1), {side});
    const Generator b = scharfetter_gummel(ou, line(-3, 4, 30), {side});
    const Eigen::MatrixXd difference = Eigen::MatrixXd(a.sparse()) - Eigen::MatrixXd(b.sparse());
    EXPECT_LE(difference.cwiseAbs().maxCoeff(), 1e-11 * b.rates(0).up.maxCoeff());
    EXPECT_LE((a.rates(0).log_ratio - b.rates(0).log_ratio).abs().maxCoeff(), 1e-12);
  }
}

// λ₁ = ½ π² of Brownian motion between absorbing walls of a graded interval; mass and what left are kept.
TEST(GradedLine, AbsorbingWallsAndRingsKeepTheMass) {
  const process::Brownian brownian(1, 1);
  const double rate = std::numbers::pi * std::numbers::pi / 2;
  std::vector<double> defects;
  for (const Index n : {40, 80, 160}) {
    const GradedLine line = geometric_line(0, 1, n, 8);
    Eigen::ArrayXd p(n);
    for (Index i = 0; i < n; ++i) p(i) = std::sin(std::numbers::pi * line.centre(i));
    const Eigen::ArrayXd q0 = line.to_unit(p);
    const MarchResult result =
        march(scharfetter_gummel(brownian, line, {Boundary::absorbing}), tr_bdf2(), q0, {{0, 0.2}, {2000}});
    EXPECT_LE(result.mass_defect, 1e-13);
    EXPECT_GT(result.outflow(), 0);
    defects.push_back(std::abs(l1(line, line.from_unit(result.density), std::exp(-rate * 0.2) * p)));
    const MarchResult ring =
        march(scharfetter_gummel(brownian, line, {Boundary::periodic}), tr_bdf2(), q0, {{0, 5}, {500}});
    EXPECT_LE(ring.mass_defect, 1e-13);
    const double flat = mass(line.unit(), q0);
    EXPECT_LE((line.from_unit(ring.density) - flat).abs().maxCoeff(), 1e-10);
  }
  EXPECT_NEAR(last_order(defects), 2, 0.1);
}

TEST(GradedLine, RefusesWrongArguments) {
  EXPECT_THROW(GradedLine(std::vector<double>{0, 1}), InvalidArgument);
  EXPECT_THROW(GradedLine(std::vector<double>{0, 1, 1}), InvalidArgument);
  EXPECT_THROW(GradedLine([](double xi) { return -xi; }, 10), InvalidArgument);
  EXPECT_THROW(geometric_line(0, 1, 10, 0), InvalidArgument);
  EXPECT_THROW(geometric_line(1, 1, 10, 2), InvalidArgument);
  EXPECT_THROW(focused_line(0, 1, 10, 1, 2), InvalidArgument);
  EXPECT_THROW(focused_line(0, 1, 10, 0.5, 0), InvalidArgument);
  const GradedLine line = geometric_line(0, 1, 10, 2);
  EXPECT_EQ(line.face(10), 1);
  EXPECT_NEAR(line.width(9) / line.width(0), std::pow(2, 0.9), 1e-12);
  EXPECT_THROW(line.to_unit(Eigen::ArrayXd::Ones(9)), InvalidArgument);
  EXPECT_THROW(scharfetter_gummel(process::VariancePreserving(0.1, 20, 1, 1), line), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
