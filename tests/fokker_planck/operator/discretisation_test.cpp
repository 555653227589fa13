// What every discretisation has in common, sides of every kind, and noise that depends on the state.

#include "kolmo/fokker_planck/operator/discretisation.hpp"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>
#include <numbers>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/process/noise/diagonal_noise.hpp"

namespace kolmo::fokker_planck {
namespace {

using testing::last_order;
using testing::line;

constexpr double pi = std::numbers::pi;

/// f and g of one dimension, as functions of x.
class OnTheLine final : public process::DiagonalNoise {
 public:
  using Function = double (*)(double);
  OnTheLine(Function f, Function g, Function g_x) : f_(f), g_(g), g_x_(g_x) {}
  std::string name() const override { return "on_the_line"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override { out = x.unaryExpr(f_); }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setZero(); }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override { out = x.unaryExpr(g_); }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override {
    out = x.unaryExpr(g_x_);
  }

 private:
  Function f_, g_, g_x_;
};

/// max |L p − exact| at the cells but `margin` ones at each end.
double defect(const Generator& generator, const Eigen::ArrayXd& p, const Eigen::ArrayXd& exact,
              Index margin) {
  Eigen::ArrayXd slope(p.size());
  generator.apply(p.data(), slope.data());
  return (slope - exact).segment(margin, p.size() - 2 * margin).abs().maxCoeff();
}

// p = e^{sin x}, f = cos(2x), g = 1 + ½ sin x on the circle: −(f p)′ + ½ (g² p)″ by hand.
TEST(Discretisation, HasItsOrderOnTheCircleWithNoiseThatDependsOnTheState) {
  const OnTheLine process([](double x) { return std::cos(2 * x); },
                          [](double x) { return 1 + 0.5 * std::sin(x); },
                          [](double x) { return 0.5 * std::cos(x); });
  for (const Discretisation& scheme : discretisations()) {
    std::vector<double> defects;
    for (const Index n : {64, 128, 256}) {
      const Grid grid = line(0, 2 * pi, n);
      Eigen::ArrayXd p(n), exact(n);
      for (Index i = 0; i < n; ++i) {
        const double x = grid.axis(0).centre(i), s = std::sin(x), c = std::cos(x), f = std::cos(2 * x);
        const double v = (1 + 0.5 * s) * (1 + 0.5 * s), v1 = (1 + 0.5 * s) * c,
                     v2 = 0.5 * c * c - (1 + 0.5 * s) * s;
        p(i) = std::exp(s);
        const double p1 = c * p(i), p2 = (c * c - s) * p(i);
        exact(i) = 2 * std::sin(2 * x) * p(i) - f * p1 + 0.5 * (v2 * p(i) + 2 * v1 * p1 + v * p2);
      }
      defects.push_back(defect(scheme.build(process, grid, {Boundary::periodic}), p, exact, 0));
    }
    EXPECT_NEAR(last_order(defects), scheme.claim.order(Sense::space).value(), 0.12) << scheme.claim.name;
  }
}

TEST(Discretisation, TransposedIsTheTransposedMatrixAndSparseIsApply) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 3);
  const Grid grid({{-2, 3, 5}, {-2, 2, 4}, {-1, 2, 6}});
  const Boundaries sides({{Boundary::absorbing, Boundary::no_flux},
                          {Boundary::periodic, Boundary::periodic},
                          {Boundary::no_flux, Boundary::absorbing}});
  for (const Discretisation& scheme : discretisations()) {
    const Generator generator = scheme.build(ou, grid, {sides});
    const Eigen::SparseMatrix<double> matrix = generator.sparse();
    const Eigen::VectorXd x = Eigen::VectorXd::Random(grid.cells());
    Eigen::VectorXd y(grid.cells());
    generator.apply(x.data(), y.data());
    EXPECT_LE((y - matrix * x).norm(), 1e-12 * y.norm()) << scheme.claim.name;
    generator.apply_transposed(x.data(), y.data());
    EXPECT_LE((y - matrix.transpose() * x).norm(), 1e-12 * y.norm()) << scheme.claim.name;
  }
}

TEST(Discretisation, MassChangesByWhatFlowsOutThroughTheSides) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 2);
  const Grid grid({{-2, 3, 20}, {-2, 2, 16}});
  const Boundaries sides(
      {{Boundary::absorbing, Boundary::absorbing}, {Boundary::no_flux, Boundary::absorbing}});
  for (const Discretisation& scheme : discretisations()) {
    const Generator generator = scheme.build(ou, grid, {sides});
    const Eigen::ArrayXd p = Eigen::ArrayXd::Random(grid.cells()) + 1.1;
    Eigen::ArrayXd slope(p.size());
    generator.apply(p.data(), slope.data());
    double out = 0;
    for (const Index axis : {0, 1}) {
      for (const Index side : {0, 1}) out += generator.outflow(p.data(), axis, side);
    }
    EXPECT_EQ(generator.outflow(p.data(), 1, 0), 0);
    EXPECT_NEAR(slope.sum() * grid.cell_volume() / out, -1, 1e-12) << scheme.claim.name;
  }
}

// Brownian motion, g = √2, between absorbing walls at 0 and 1: λ₁ = π². The half cell at the walls keeps
// order 2.
TEST(Discretisation, AbsorbingWallsGiveTheDecayRateOfTheInterval) {
  const process::Brownian brownian(std::sqrt(2.0), 1);
  std::vector<double> defects;
  for (const Index n : {32, 64, 128}) {
    const Eigen::MatrixXd matrix =
        Eigen::MatrixXd(scharfetter_gummel(brownian, line(0, 1, n), {Boundary::absorbing}).sparse());
    defects.push_back(std::abs(-matrix.selfadjointView<Eigen::Lower>().eigenvalues().maxCoeff() - pi * pi));
  }
  EXPECT_NEAR(last_order(defects), 2, 0.05);
  EXPECT_LE(defects.back(), 1e-3);
}

TEST(Discretisation, TheGibbsStateOfThreeDimensionsHasNoFlux) {
  const process::OverdampedLangevin process(
      std::make_shared<density::QuadraticPotential>(1.3, Eigen::Vector3d(0.2, -0.3, 0.1)), 0.7);
  const Grid grid({{-3, 3.5, 12}, {-2.5, 3, 10}, {-4, 4, 11}});
  const Generator generator = scharfetter_gummel(process, grid);
  Eigen::ArrayXd v(grid.cells()), slope(grid.cells());
  process.potential().value(grid.centres(), v);
  Eigen::ArrayXd p(grid.cells());
  for (Index i = 0; i < p.size(); ++i) p(i) = std::exp(-v(i) / 0.7);
  generator.apply(p.data(), slope.data());
  EXPECT_LE(slope.abs().maxCoeff(), 1e-12 * generator.rates(0).up.maxCoeff());
}

TEST(Discretisation, OnlyThoseThatNeedSmallPecletNumbersHaveNegativeRatesBeyond) {
  const process::OrnsteinUhlenbeck ou(1, 0, std::sqrt(0.02), 1);
  for (const Discretisation& scheme : discretisations()) {
    const bool needs_small_cells = scheme.claim.needs.starts_with("cell Péclet numbers up to");
    EXPECT_EQ(scheme.build(ou, line(-2, 2, 40), {}).has_negative_rates(), needs_small_cells)
        << scheme.claim.name;
    EXPECT_FALSE(scheme.build(ou, line(-2, 2, 800), {}).has_negative_rates()) << scheme.claim.name;
  }
  // h f/D at the outermost inner face: 0.1 · 1.9/0.01
  EXPECT_NEAR(largest_cell_peclet(ou, line(-2, 2, 40)), 19, 1e-10);
}

TEST(Discretisation, TakesTheCoefficientsOfTheTimeThatIsSaid) {
  const process::VariancePreserving vp(0.1, 20, 1, 1);
  const Grid grid = line(-4, 4, 32);
  EXPECT_THROW(scharfetter_gummel(vp, grid), InvalidArgument);
  const Generator early = scharfetter_gummel(vp, grid, {{}, 0.0}),
                  late = scharfetter_gummel(vp, grid, {{}, 1.0});
  EXPECT_NEAR((late.rates(0).up / early.rates(0).up).maxCoeff(), 200, 1e-9);
}

TEST(Boundaries, RefuseAnAxisThatIsPeriodicOnOneSide) {
  EXPECT_THROW(Boundaries({{Boundary::periodic, Boundary::no_flux}}), InvalidArgument);
  EXPECT_EQ(Boundaries().at(2, 1), Boundary::no_flux);
  EXPECT_THROW(Boundaries({{Boundary::absorbing, Boundary::no_flux}}).at(1, 0), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
