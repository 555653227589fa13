// Correlated noise between absorbing sides: the killed mass against the method of images.

#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <numbers>

#include "fokker_planck/operator/generator_checks.hpp"
#include "fokker_planck/time/order_checks.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/fokker_planck/operator/full_matrix.hpp"
#include "kolmo/fokker_planck/time/adi.hpp"
#include "kolmo/process/equations/linear_process.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using Eigen::Matrix2d;
using Eigen::Vector2d;
using verify::test::fails;
using verify::test::passes;

/// dX = f dt + G dW in the corner of two absorbing walls: x > 0, and y > 0 (below) or y < 6 (above).
///
/// Seen with D⁻¹ as metric the corner has the angle π/3 where the correlation is −½ (below; ½ above), so that
/// six images solve it: q(x, t) = Σ_g sgn(g) N(x; g x₀, 2 D t) over the group that the reflections x ↦ x − 2
/// (nᵀx) D n/(nᵀD n) generate. A drift: p = e^{a·x − bt} q with a = D⁻¹f/2, b = ¼ fᵀD⁻¹f.
class Corner {
 public:
  Corner(bool above, const Vector2d& drift) : above_(above), drift_(drift) {
    const double off = above ? 0.25 : -0.25;
    d_ << 0.5, off, off, 0.5;
    tilt_ = d_.inverse() * drift / 2;
    const auto mirror = [&](const Vector2d& n) {
      return Matrix2d(Matrix2d::Identity() - 2 * d_ * n * n.transpose() / n.dot(d_ * n));
    };
    const Matrix2d a = mirror(Vector2d::UnitX()), b = mirror(Vector2d::UnitY());
    group_ = {Matrix2d::Identity(), a * b, b * a, a, b, a * b * a};
  }

  process::LinearProcess process() const {
    const double slight = 1e-9;  // f = A (x − m) is that to 1e−9
    return {-slight * Eigen::MatrixXd::Identity(2, 2), Eigen::VectorXd(drift_ / slight),
            Eigen::MatrixXd((2 * d_).llt().matrixL())};
  }

  double density(Vector2d x, double t) const {
    const Vector2d start(1.0, above_ ? -0.8 : 0.8);
    if (above_) x(1) -= far;
    double sum = 0;
    for (std::size_t g = 0; g < group_.size(); ++g) {
      const Vector2d away = x - group_[g] * start;
      sum += (g < 3 ? 1 : -1) * std::exp(-away.dot(d_.inverse() * away) / (4 * t));
    }
    const double rate = drift_.dot(d_.inverse() * drift_) / 4;
    return sum * std::exp(tilt_.dot(x - start) - rate * t) /
           (4 * std::numbers::pi * t * std::sqrt(d_.determinant()));
  }

  Eigen::ArrayXd on(const Grid& grid, double t) const {
    const Points x = grid.centres();
    Eigen::ArrayXd p(x.rows());
    for (Index i = 0; i < p.size(); ++i) p(i) = density(x.row(i).matrix().transpose(), t);
    return p;
  }

  /// Walls that are too far to matter on the other two sides.
  static constexpr double far = 6, begin = 0.15, end = 0.6;
  Grid grid(Index nx, Index ny) const { return Grid({{0, far, nx}, {0, far, ny}}); }

 private:
  bool above_;
  Vector2d drift_, tilt_;
  Matrix2d d_;
  std::vector<Matrix2d> group_;  ///< rotations, then reflections
};

struct Errors {
  std::vector<double> density, mass;
};

/// On 24, 48, 96 cells of x and `aspect` times as many of y.
Errors errors_of(const Corner& corner, Index aspect,
                 const Boundaries& sides = Boundaries(Boundary::absorbing)) {
  const Grid fine = corner.grid(800, 800);
  const double mass = corner.on(fine, Corner::end).sum() * fine.cell_volume();
  Errors errors;
  for (const Index n : {24, 48, 96}) {
    const Grid grid = corner.grid(n, aspect * n);
    const Generator generator = smooth_hybrid(corner.process(), grid, {sides});
    const Eigen::ArrayXd p =
        marched(generator, craig_sneyd(), corner.on(grid, Corner::begin), Corner::end - Corner::begin, 4 * n);
    errors.density.push_back(l1(grid, p, corner.on(grid, Corner::end)));
    errors.mass.push_back(std::abs(p.sum() * grid.cell_volume() - mass));
  }
  return errors;
}

// The start is that of the images at 0.15, not averaged over cells. Where cells have twice the aspect of the
// diffusion the fluxes along the axes have the whole of D_kk, else what corners leave of it.
TEST(CorrelatedSides, KilledMassAndDensityHaveOrderTwoAgainstImages) {
  for (const bool above : {false, true}) {
    for (const Index aspect : {1, 2}) {
      for (const Vector2d& drift : {Vector2d(0, 0), Vector2d(-0.7, 0.4)}) {
        const Errors errors = errors_of(Corner(above, drift), aspect);
        const std::string where = std::string(above ? "above" : "below") + ", aspect " + number_text(aspect) +
                                  ", drift " + number_text(drift(0));
        EXPECT_NEAR(last_order(errors.mass), 2, order_tolerance) << where;
        EXPECT_NEAR(last_order(errors.density), 2, order_tolerance) << where;
        EXPECT_LE(errors.mass.back(), 2e-3) << where;
      }
    }
  }
}

// What corners exchange is diffusion along the axes as well: a leak by what is left of D_kk alone puts the
// wall elsewhere by a part of a cell, and has order 1.
TEST(CorrelatedSides, ALeakWithoutWhatCornersTookIsSeen) {
  const Corner corner(false, Vector2d::Zero());
  std::vector<double> errors;
  for (const Index n : {24, 48, 96}) {
    const Grid grid = corner.grid(n, n);
    const process::LinearProcess process = corner.process();
    const Generator right = smooth_hybrid(process, grid, {Boundary::absorbing});
    std::vector<FaceRates> rates = {right.rates(0), right.rates(1)};
    for (FaceRates& r : rates) r.leaks *= 0.5;
    const Generator wrong(grid, rates, "wrong", diffusion_matrix(process));
    const Eigen::ArrayXd p =
        marched(wrong, craig_sneyd(), corner.on(grid, Corner::begin), Corner::end - Corner::begin, 4 * n);
    errors.push_back(l1(grid, p, corner.on(grid, Corner::end)));
  }
  const verify::Check order =
      verify::test::compared("order in space", 2, last_order(errors), order_tolerance);
  EXPECT_TRUE(fails(order));
  EXPECT_NEAR(order.observed, 1, order_tolerance);
}

TEST(CorrelatedSides, KeepMassWithWhatHasLeftAndSigns) {
  const Corner corner(false, Vector2d(-0.7, 0.4));
  const Grid grid = corner.grid(32, 32);
  const Generator generator = smooth_hybrid(corner.process(), grid, {Boundary::absorbing});
  EXPECT_FALSE(generator.has_negative_rates());
  const MarchResult result =
      march(generator, craig_sneyd(), corner.on(grid, Corner::begin), {{0, 0.5}, {64}});
  EXPECT_LE(result.mass_defect, 1e-13);
}

}  // namespace
}  // namespace kolmo::fokker_planck
