// Diffusion by matrices that depend on the place, and correlated noise beside mirrors.

#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <numbers>

#include "fokker_planck/operator/generator_checks.hpp"
#include "fokker_planck/time/order_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/operator/changing_matrix.hpp"
#include "kolmo/fokker_planck/time/adi.hpp"
#include "kolmo/fokker_planck/time/unsplit.hpp"
#include "kolmo/process/equations/linear_process.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::fails;
using verify::test::passes;

/// du = −u dt + dW₁, dv = −v dt + s dW₂ seen as x = u, y = v + ½ a u²: its law is q(x, y − ½ a x²), its noise
/// G = [[1, 0], [a x, s]], and the correlation changes its sign with x. `ito` 0: the drift without the
/// correction ½ a.
class Sheared final : public process::Process, public process::ConstantCoefficients {
 public:
  Sheared(double a, double s, double ito = 1) : a_(a), s_(s), ito_(ito) {}
  std::string name() const override { return "sheared"; }
  Index dimension() const override { return 2; }
  std::optional<bool> constant_coefficients() const override { return true; }
  void drift(double, const ConstBlock& x, Block out) const override {
    out.col(0) = -x.col(0);
    out.col(1) = -(x.col(1) - 0.5 * a_ * x.col(0).square()) - a_ * x.col(0).square() + ito_ * 0.5 * a_;
  }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::general; }
  void diffusion_matrix(double, const ConstBlock& x, Block out) const override {
    out.col(0).setConstant(1);
    out.col(1) = a_ * x.col(0);
    out.col(2).setZero();
    out.col(3).setConstant(s_);
  }
  /// From N(m, I/4) of (u, v).
  double density(double x, double y, double t) const {
    const double shrink = std::exp(-t), v = y - 0.5 * a_ * x * x;
    const auto gauss = [&](double at, double start, double s) {
      const double variance = 0.25 * shrink * shrink + s * s * (1 - shrink * shrink) / 2,
                   away = at - start * shrink;
      return std::exp(-away * away / (2 * variance)) / std::sqrt(2 * std::numbers::pi * variance);
    };
    return gauss(x, 0.7, 1) * gauss(v, -0.4, s_);
  }
  Eigen::ArrayXd on(const Grid& grid, double t) const {
    const Points x = grid.centres();
    Eigen::ArrayXd p(x.rows());
    for (Index i = 0; i < p.size(); ++i) p(i) = density(x(i, 0), x(i, 1), t);
    return p;
  }

 private:
  double a_, s_, ito_;
};

std::vector<double> errors_of(const Sheared& process, const Sheared& truth, double reach, double aspect) {
  std::vector<double> errors;
  for (const Index n : {32, 64, 128}) {
    const Index m = static_cast<Index>(static_cast<double>(n) * 12 / (2 * reach * aspect));
    const Grid grid({{-reach, reach, n}, {-5, 7, m}});
    const Generator generator = changing_matrix_generator(process, grid);
    const Eigen::ArrayXd p = marched(generator, craig_sneyd(), truth.on(grid, 0), 0.6, n);
    errors.push_back(l1(grid, p, truth.on(grid, 0.6)));
  }
  return errors;
}

TEST(ChangingMatrix, HasOrderTwoAgainstAShearedLaw) {
  const Sheared gentle(0.5, 1.3);
  const std::vector<double> errors = errors_of(gentle, gentle, 4.0, 2.2);
  EXPECT_NEAR(last_order(errors), 2, order_tolerance);
  EXPECT_LE(errors.back(), 5e-3);
}

TEST(ChangingMatrix, SaysWhereRatesAreNegative) {
  const Grid fitting({{-4, 4, 44}, {-5, 7, 30}}), other({{-4, 4, 44}, {-5, 7, 90}});
  const Generator positive = changing_matrix_generator(Sheared(0.5, 1.3), fitting);
  EXPECT_TRUE(positive.mixed());
  EXPECT_FALSE(positive.has_negative_rates());
  EXPECT_TRUE(changing_matrix_generator(Sheared(0.5, 1.3), other).has_negative_rates());
  const Eigen::ArrayXd p0 = point_mass(fitting, Eigen::Array2d(0.1, 0.2));
  for (const double dt : {1e-3, 0.1, 10.0})
    EXPECT_TRUE(march(positive, unsplit(implicit_euler()), p0, {{0, 4 * dt}, {4}}).nonnegative());
}

TEST(ChangingMatrix, ADriftWithoutItosCorrectionIsSeen) {
  const verify::Check order = verify::test::compared(
      "order in space", 2, last_order(errors_of(Sheared(0.5, 1.3, 0), Sheared(0.5, 1.3), 4.0, 2.2)),
      order_tolerance);
  EXPECT_TRUE(fails(order));
}

TEST(ChangingMatrix, AgreesWithItsSparseMatrixItsTransposeAndItsCurrents) {
  const Boundaries ring({{Boundary::periodic, Boundary::periodic}, {Boundary::absorbing, Boundary::no_flux}});
  for (const Boundaries& sides : {Boundaries(), ring}) {
    const Grid grid({{-2, 2, 9}, {-3, 4, 7}});
    const Generator generator =
        changing_matrix_generator(Sheared(0.8, 1.1), grid, {.boundaries = sides, .time = {}});
    const Eigen::MatrixXd dense = generator.sparse();
    const Eigen::VectorXd p = Eigen::VectorXd::Random(63);
    Eigen::VectorXd out(63), back(63), by_currents = Eigen::VectorXd::Zero(63);
    generator.apply(p.data(), out.data());
    generator.apply_transposed(p.data(), back.data());
    const double size = dense.cwiseAbs().maxCoeff();
    EXPECT_LE((dense * p - out).cwiseAbs().maxCoeff(), 1e-13 * size);
    EXPECT_LE((dense.transpose() * p - back).cwiseAbs().maxCoeff(), 1e-13 * size);
    // The divergence of the currents, and what leaks.
    const auto currents = generator.currents(p.data());
    for (Index i = 0; i < 9; ++i) {
      for (Index j = 0; j < 7; ++j) {
        const auto add = [&](Index axis, Index face, Index line, Index from, Index to) {
          const double flux = currents[static_cast<std::size_t>(axis)](face, line) / grid.cell_volume();
          by_currents(from) -= flux, by_currents(to) += flux;
        };
        if (i + 1 < 9) add(0, i, j, i + 9 * j, i + 1 + 9 * j);
        if (i + 1 == 9 && sides.periodic(0)) add(0, 8, j, 8 + 9 * j, 9 * j);
        if (j + 1 < 7) add(1, j, i, i + 9 * j, i + 9 * (j + 1));
      }
      if (sides.at(1, 0) == Boundary::absorbing) by_currents(i) -= generator.rates(1).leaks(0, i) * p(i);
    }
    EXPECT_LE((by_currents - out).cwiseAbs().maxCoeff(), 1e-13 * size);
    EXPECT_LE(
        std::abs(dense.colwise().sum().sum() + (sides.periodic(0) ? generator.rates(1).leaks.sum() : 0)),
        1e-12 * size);
  }
}

TEST(ChangingMatrix, RefusesWhatItCannotTake) {
  const Grid plane({{-1, 1, 8}, {-1, 1, 8}});
  EXPECT_THROW(changing_matrix_generator(Sheared(0.5, 1), Grid({{-1, 1, 8}})), InvalidArgument);
  EXPECT_THROW(changing_matrix_generator(Sheared(0, 0), plane), InvalidArgument);
  EXPECT_NO_THROW(changing_matrix_generator(Sheared(0.5, 1), plane));
}

/// Brownian motion of correlation ρ, mirrored at x = 0: dX = dW₁ + dL, dY = ρ dW₁ + √(1 − ρ²) dW₂. The wall
/// pushes x alone, so that y is Gaussian of variance ¼ + t, as it would be without a wall; x is folded. Walls
/// that send nothing across in the metric of D (D ∇u · n = 0) would push y as well.
struct AtAMirror {
  std::vector<double> of_x, of_y;
};

AtAMirror errors_at_a_mirror(double rho, double widening = 1) {
  Eigen::MatrixXd d(2, 2);
  d << 0.5, 0.5 * rho, 0.5 * rho, 0.5;
  const process::LinearProcess process(Eigen::MatrixXd::Zero(2, 2), Eigen::Vector2d::Zero(),
                                       Eigen::MatrixXd((2 * d).llt().matrixL()));
  const double t = 0.8;
  const auto gauss = [](double x, double variance) {
    return std::exp(-x * x / (2 * variance)) / std::sqrt(2 * std::numbers::pi * variance);
  };
  AtAMirror errors;
  for (const Index n : {24, 48, 96}) {
    const Grid grid({{0, 7, n}, {-6, 6, static_cast<Index>(n * 12 / 7)}});
    const Generator generator = changing_matrix_generator(process, grid);
    Eigen::ArrayXd p0(grid.cells());
    const Points x = grid.centres();
    // Folded at the start as well.
    for (Index i = 0; i < p0.size(); ++i)
      p0(i) = (gauss(x(i, 0) - 1, 0.1) + gauss(x(i, 0) + 1, 0.1)) * gauss(x(i, 1), 0.25);
    const Eigen::ArrayXd p = marched(generator, craig_sneyd(), p0, t, 2 * n);
    const Eigen::Map<const Eigen::ArrayXXd> law(p.data(), n, grid.axis(1).cells);
    double of_x = 0, of_y = 0;
    for (Index i = 0; i < n; ++i) {
      const double at = grid.axis(0).centre(i), exact = gauss(at - 1, 0.1 + t) + gauss(at + 1, 0.1 + t);
      of_x += std::abs(law.row(i).sum() * grid.axis(1).width() - exact) * grid.axis(0).width();
    }
    for (Index j = 0; j < grid.axis(1).cells; ++j) {
      const double exact = gauss(grid.axis(1).centre(j), 0.25 + widening * t);
      of_y += std::abs(law.col(j).sum() * grid.axis(0).width() - exact) * grid.axis(1).width();
    }
    errors.of_x.push_back(of_x), errors.of_y.push_back(of_y);
  }
  return errors;
}

TEST(ChangingMatrix, MirrorsBesideCorrelatedNoiseHaveOrderTwo) {
  for (const double rho : {0.6, -0.6}) {
    const AtAMirror errors = errors_at_a_mirror(rho);
    EXPECT_NEAR(last_order(errors.of_x), 2, order_tolerance) << rho;
    EXPECT_NEAR(last_order(errors.of_y), 2, order_tolerance) << rho;
    EXPECT_LE(errors.of_y.back(), 3e-3) << rho;
  }
  EXPECT_NEAR(last_order(errors_at_a_mirror(0.6, 0.95).of_y), 0, order_tolerance);
}

}  // namespace
}  // namespace kolmo::fokker_planck
