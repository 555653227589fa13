// Energies on a grid: a crowd and interactions.

#include "kolmo/jko/grid_interaction.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/jko/grid_step.hpp"

namespace kolmo::jko {
namespace {

/// A kernel from a function of the difference.
class Kernel final : public density::Potential {
 public:
  Kernel(Index dimension, std::function<double(double, double)> f)
      : dimension_(dimension), f_(std::move(f)) {}
  std::string name() const override { return "kernel"; }
  Index dimension() const override { return dimension_; }
  void value(const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = f_(x(i, 0), dimension_ == 2 ? x(i, 1) : 0);
  }
  void gradient(const ConstBlock&, Block out) const override { out.setZero(); }
  void laplacian(const ConstBlock&, Values out) const override { out.setZero(); }

 private:
  Index dimension_;
  std::function<double(double, double)> f_;
};

// W = x² + 3y²: the mean over a cell is that at the middle and (h² + 3k²)/12. No term reaches around the
// torus.
TEST(GridInteraction, IsTheSumOverAllCells) {
  const Grid grid({{0, 1, 6}, {-1, 1, 5}});
  const GridInteraction interaction(grid, Kernel(2, [](double x, double y) { return x * x + 3 * y * y; }));
  Eigen::ArrayXd rho(30), out;
  for (Index i = 0; i < 30; ++i) rho(i) = 1 + std::sin(static_cast<double>(i * i));
  interaction.convolve(rho, out);
  const Points x = grid.centres();
  for (Index i = 0; i < 30; ++i) {
    double direct = 0;
    for (Index j = 0; j < 30; ++j) {
      const double u = x(i, 0) - x(j, 0), v = x(i, 1) - x(j, 1);
      direct += (u * u + 3 * v * v + (1.0 / 36 + 3 * 0.16) / 12) * rho(j) * grid.cell_volume();
    }
    EXPECT_NEAR(out(i), direct, 1e-13);
  }
}

// (1/2π) log|x| of a disk of mass 1 and radius R: (r²/R² − 1)/4π + log R/2π within, log r/2π outside. The
// kernel is infinite at 0. The disk's edge in cells of 1/64 moves the potential by less than 1e-3.
TEST(GridInteraction, TakesTheLogarithm) {
  const Index n = 64;
  const Grid grid({{-1, 1, n}, {-1, 1, n}});
  const GridInteraction interaction(
      grid, Kernel(2, [](double x, double y) { return std::log(x * x + y * y) / (4 * std::numbers::pi); }));
  const Points x = grid.centres();
  const double radius = 0.5;
  Eigen::ArrayXd rho = (x.col(0).square() + x.col(1).square() < radius * radius).cast<double>(), out;
  rho /= sum(rho.data(), rho.size()) * grid.cell_volume();
  interaction.convolve(rho, out);
  for (Index i = 0; i < grid.cells(); i += 37) {
    const double r = std::hypot(x(i, 0), x(i, 1));
    const double exact = r < radius ? (r * r / (radius * radius) - 1) / (4 * std::numbers::pi) +
                                          std::log(radius) / (2 * std::numbers::pi)
                                    : std::log(r) / (2 * std::numbers::pi);
    EXPECT_NEAR(out(i), exact, 1e-3) << r;
  }
}

TEST(GridInteraction, RefusesWhatIsNoInteraction) {
  const Grid plane({{0, 1, 4}, {0, 1, 4}}), line({{0, 1, 4}}), space({{0, 1, 4}, {0, 1, 4}, {0, 1, 4}});
  EXPECT_THROW(GridInteraction(line, Kernel(2, [](double x, double) { return x * x; })), InvalidArgument);
  EXPECT_THROW(GridInteraction(space, Kernel(2, [](double x, double) { return x * x; })), InvalidArgument);
  EXPECT_THROW(GridInteraction(plane, Kernel(2, [](double x, double y) { return x * x + y; })),
               InvalidArgument);
  try {
    const GridInteraction none(line, Kernel(1, [](double x, double) { return std::log(x); }));
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("interaction kernel at ("), std::string::npos) << error.what();
  }
}

// Without a potential a crowd that is not congested stays where it is, one that is too dense spreads until it
// is not, and no density exceeds the ceiling. The ceiling has a unit: the same flow in centimetres.
TEST(CrowdEnergy, KeepsTheDensityBelowItsCeiling) {
  for (const double unit : {1.0, 100.0}) {
    const Grid grid({{0, unit, 80}});
    const double ceiling = 2 / unit;
    GridJkoStep jko(grid, {std::make_shared<CrowdEnergy>(ceiling, 1e-2)}, {60, 1e-5});
    Eigen::ArrayXd rho = Eigen::ArrayXd::Zero(80);
    rho.segment(30, 20).setConstant(4 / unit);
    jko.step(0.1 * unit * unit, rho);
    EXPECT_LE(rho.maxCoeff(), ceiling * (1 + 1e-12));
    // ½ wide about the middle: as near as it could come
    EXPECT_NEAR(sum(rho.data() + 20, 40) * grid.cell_volume(), 1, 0.1);
    EXPECT_THROW(jko.midpoint_step(0.1, rho), InvalidArgument);
  }
}

TEST(CrowdEnergy, RefusesCeilingsWithoutRoom) {
  const Grid grid({{0, 1, 8}});
  EXPECT_THROW(CrowdEnergy(0, 1), InvalidArgument);
  EXPECT_THROW(CrowdEnergy(1, 0), InvalidArgument);
  EXPECT_THROW(GridJkoStep(grid, {std::make_shared<CrowdEnergy>(0.9, 0.1)}), InvalidArgument);
  const Grid other({{0, 1, 9}});
  const auto interaction =
      std::make_shared<GridInteraction>(other, Kernel(1, [](double x, double) { return x * x; }));
  EXPECT_THROW(GridJkoStep(grid, {std::make_shared<EntropyEnergy>(1), {}, interaction}), InvalidArgument);
}

// U is the integral of the pressure, and infinite above the ceiling.
TEST(CrowdEnergy, HasAPressureThatIsItsDerivative) {
  const CrowdEnergy crowd(2, 0.3);
  const auto u = [&](double rho) { return crowd.sum(&rho, 1); };
  for (const double rho : {0.2, 1.0, 1.9})
    EXPECT_NEAR((u(rho + 1e-5) - u(rho - 1e-5)) / 2e-5, crowd.pressure(rho), 1e-9);
  EXPECT_TRUE(std::isinf(u(2.1)));
  EXPECT_NEAR(u(2), 0, 1e-16);
  const double p[] = {-1, 0.1, 1};
  double rho[3], slope[3];
  crowd.density(p, rho, slope, 3);
  EXPECT_EQ(rho[0], 0);
  EXPECT_NEAR(crowd.pressure(rho[1]), 0.1, 1e-15);
  EXPECT_EQ(rho[2], 2);
  EXPECT_NEAR(slope[1], 2 / 0.3, 1e-12);
}

}  // namespace
}  // namespace kolmo::jko
