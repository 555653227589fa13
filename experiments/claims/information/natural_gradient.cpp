// Natural gradients, and what is called one.

#include "kolmo/information_geometry/natural_gradient.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <cmath>

#include "claims/information/rows.hpp"
#include "kolmo/information_geometry/simplex.hpp"

namespace kolmo::claims::information {
namespace {

namespace geometry = information_geometry;
using Eigen::Matrix2d;
using Eigen::MatrixXd;
using Eigen::Vector2d;
using Eigen::Vector3d;
using Eigen::VectorXd;

VectorXd one(double x) { return VectorXd::Constant(1, x); }

/// The note's demonstration: softmax(½, 0, −1) and a gradient with a part along (1, 1, 1), where F is
/// singular. F⁺g beside (F + 1e−8)⁻¹g.
verify::Check a_14() {
  const MatrixXd f = geometry::softmax_fisher(Vector3d(0.5, 0, -1));
  const Vector3d g(1, -0.5, 0.2);
  const VectorXd printed = (f + 1e-8 * MatrixXd::Identity(3, 3)).fullPivLu().solve(g);
  return beside(printed(0), verify::value_check(1.7636620474842277, geometry::natural_direction(f, g)(0),
                                                1e-9, "data/reference/d_jko_ot.json", "first coordinate"));
}

/// Of all v with vᵀFv = 1 the one along −F⁻¹g lowers g·v most: the angle that a search finds.
verify::Check a_17() {
  const auto family = geometry::gaussian(1);
  const Vector2d theta(0.4, -0.6);
  const MatrixXd f = family->fisher(theta);
  const VectorXd g = family->mean(theta) - Vector2d(1, 2.5);
  const MatrixXd root = Eigen::LLT<MatrixXd>(f).matrixL();
  const auto direction = [&](double angle) -> VectorXd {
    return root.transpose().triangularView<Eigen::Upper>().solve(Vector2d(std::cos(angle), std::sin(angle)));
  };
  double best = 0;
  for (double width = 0.1; width > 1e-12; width /= 4) {
    double least = g.dot(direction(best)), found = best;
    for (int k = -64; k <= 64; ++k)
      if (const double slope = g.dot(direction(best + k * width)); slope < least) {
        least = slope;
        found = best + k * width;
      }
    best = found;
  }
  const VectorXd searched = direction(best).normalized(),
                 natural = -geometry::natural_direction(f, g).normalized();
  // A slope that is least is flat: its rounding is the square of that of the angle.
  return verify::value_check(0, (searched - natural).norm(), 1e-6, "steepest of all of one length",
                             "direction found less -F^{-1} g, both of length 1");
}

const Matrix2d mixing{{2, 1}, {0.5, 1}};

/// `steps` steps of the natural gradient in coordinates Mθ, its gradient and matrix transformed with them.
VectorXd in_other_coordinates(const VectorXd& start, const VectorXd& target_mean, double alpha, int steps) {
  const auto family = geometry::categorical(3);
  const Matrix2d back = mixing.inverse();
  VectorXd phi = mixing * start;
  for (int k = 0; k < steps; ++k) {
    const VectorXd theta = back * phi;
    const MatrixXd f = back.transpose() * family->fisher(theta) * back;
    const VectorXd g = back.transpose() * (family->mean(theta) - target_mean);
    phi -= alpha * f.fullPivLu().solve(g);
  }
  return back * phi;
}

/// Bernoulli's mean after time 1 in steps of α from 0.3 towards 0.8, less the same by steps in the mean
/// itself.
double apart_after(double alpha, int steps) {
  const auto family = geometry::bernoulli();
  VectorXd theta = family->natural(one(0.3)), eta = one(0.3);
  for (int k = 0; k < steps; ++k) {
    theta = geometry::natural_gradient_step(*family, theta, one(0.8), alpha);
    eta = geometry::natural_gradient_step_in_mean(*family, eta, one(0.8), alpha);
  }
  return family->mean(theta)(0) - eta(0);
}

/// The same law in all affine coordinates, and in the limit of small steps; one nonlinear step is off by
/// ½A‴(F⁻¹(η − η*))² α².
std::vector<verify::Check> a_18() {
  const auto family = geometry::categorical(3);
  const Vector2d start(0.3, -0.8), target(0.5, 0.3);
  VectorXd theta = start;
  for (int k = 0; k < 10; ++k) theta = geometry::natural_gradient_step(*family, theta, target, 0.5);
  const double affine = (in_other_coordinates(start, target, 0.5, 10) - theta).norm();
  constexpr double f = 0.3 * 0.7, third = f * (1 - 2 * 0.3), alpha = 1e-3;
  const double expected = 0.5 * third * std::pow(-0.5 / f, 2);
  return {verify::value_check(0, affine, 1e-12, "exact for affine maps", "ten steps in other coordinates"),
          verify::value_check(2, apart_after(alpha, 1000) / apart_after(alpha / 2, 2000), 0.01,
                              "first order over a fixed time", "difference with steps alpha over alpha/2"),
          beside(0, verify::value_check(expected, apart_after(alpha, 1) / (alpha * alpha), 1e-3,
                                        "half of A''' (F^{-1} g)^2", "difference of one step over alpha^2"))};
}

/// With the loss L∘M⁻¹ the law that is reached is the target's; with the target parameter Mθ* it is another.
verify::Check a_19() {
  const auto family = geometry::categorical(3);
  const Vector2d target(0.5, 0.3);
  const auto law = [&](const VectorXd& theta) -> VectorXd {
    const VectorXd mean = family->mean(theta);
    return Vector3d(mean(0), mean(1), 1 - mean(0) - mean(1));
  };
  const VectorXd reached = in_other_coordinates(Vector2d(0.3, -0.8), target, 0.5, 60);
  const VectorXd aim = family->natural(target);
  return beside(geometry::fisher_rao_distance(law(mixing * aim), law(aim)),
                verify::value_check(0, geometry::fisher_rao_distance(law(reached), law(aim)), 1e-7,
                                    "the loss in new coordinates", "Fisher-Rao distance to the target"));
}

/// Inputs (±1, ±1), equally often in both coordinates and correlated by (k − 1)/(k + 1); errors ±½ of a
/// logistic regression at weights 0.
struct Regression {
  MatrixXd inputs, deltas;
};
Regression regression(Index k) {
  const Index n = 4 * (k + 1);
  Regression data{MatrixXd(n, 2), MatrixXd(n, 1)};
  for (Index i = 0; i < n; ++i) {
    const double a = i % 2 == 0 ? 1 : -1, b = (i / 4) < k ? a : -a;
    data.inputs.row(i) << a, b;
    data.deltas(i, 0) = (i / 2) % 2 == 0 ? 0.5 : -0.5;
  }
  return data;
}

/// The condition number of P⁻¹F, P the roots of the second moments (Adam's), F Fisher's matrix; 1 for P = F.
double condition_left(Index k) {
  const Regression data = regression(k);
  const MatrixXd f = geometry::layer_fisher(data.inputs, data.deltas);
  const VectorXd root = f.diagonal().cwiseSqrt().cwiseSqrt();  // P^{1/2}
  const MatrixXd scaled = root.cwiseInverse().asDiagonal() * f * root.cwiseInverse().asDiagonal();
  const Eigen::SelfAdjointEigenSolver<MatrixXd> spectrum(scaled);
  return spectrum.eigenvalues()(1) / spectrum.eigenvalues()(0);
}

double logistic_slope(double z) { return 1 / (2 + 2 * std::cosh(z)); }

/// Inputs 1 and 3, weight 1: the exact Fisher information over its factored form, both by the library.
double factored_ratio() {
  MatrixXd inputs(2, 1), deltas(2, 1);
  for (Index i = 0; i < 2; ++i) {
    inputs(i, 0) = i == 0 ? 1 : 3;
    deltas(i, 0) = std::sqrt(logistic_slope(inputs(i, 0)));  // E δ² given the input
  }
  return geometry::layer_fisher(inputs, deltas)(0, 0) / geometry::kronecker_fisher(inputs, deltas)(0, 0);
}

std::vector<verify::Check> a_20() {
  const double near = logistic_slope(1), far = logistic_slope(3);
  const Regression data = regression(19);
  const double factored = (geometry::kronecker_fisher(data.inputs, data.deltas) -
                           geometry::layer_fisher(data.inputs, data.deltas))
                              .norm();
  return {
      verify::value_check(1, condition_left(1), 1e-12, "uncorrelated inputs",
                          "condition after Adam's scaling"),
      beside(1, verify::value_check(19, condition_left(19), 1e-9, "(1 + 0.9)/(1 - 0.9)",
                                    "condition after Adam's scaling, inputs correlated by 0.9")),
      verify::value_check(0, factored, 1e-14, "errors independent of inputs", "factored less exact matrix"),
      beside(1, verify::value_check((near + 9 * far) / 2 / (5 * (near + far) / 2), factored_ratio(), 1e-12,
                                    "E a^2 d^2/(E a^2 E d^2)",
                                    "exact over factored, errors that depend on inputs"))};
}

}  // namespace

void add_natural_gradient(Rows& rows) {
  rows.add("A-14", "singular_matrix", a_14);
  rows.add("A-17", "steepest", a_17);
  rows.add("A-18", {"affine", "small_steps", "one_nonlinear_step"}, a_18);
  rows.add("A-19", "law_reached", a_19);
  rows.add("A-20", {"adam/uncorrelated", "adam/correlated", "k_fac/independent", "k_fac/dependent"}, a_20);
}

}  // namespace kolmo::claims::information
