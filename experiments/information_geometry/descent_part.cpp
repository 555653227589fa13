// Natural gradients, mirrors and preconditioners.

#include <Eigen/LU>
#include <cmath>

#include "information_geometry/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/information_geometry/natural_gradient.hpp"
#include "kolmo/information_geometry/simplex.hpp"

namespace kolmo::information_geometry::shown {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

VectorXd one(double x) { return VectorXd::Constant(1, x); }

/// |p − 0.8| after k natural steps in θ from p = 0.5.
double bernoulli_error(int steps) {
  const auto family = bernoulli();
  VectorXd theta = one(0);
  for (int k = 0; k < steps; ++k) theta = natural_gradient_step(*family, theta, one(0.8), 1);
  return std::abs(family->mean(theta)(0) - 0.8);
}

const Eigen::Vector3d target(0.2, 0.3, 0.4);  // of four outcomes

/// The natural gradient of KL in coordinates ψ with θ = Aψ: Fisher's matrix AᵀFA, gradient Aᵀ(η − η*).
double affine_defect() {
  const auto family = categorical(4);
  const MatrixXd a{{1, 0.5, -0.2}, {0.3, 2, 0.1}, {-1, 0.2, 0.7}};
  VectorXd theta = VectorXd::Zero(3), psi = theta;
  double largest = 0;
  for (int k = 0; k < 20; ++k) {
    theta = natural_gradient_step(*family, theta, target, 0.5);
    const VectorXd here = a * psi;
    const MatrixXd f = family->fisher(here);
    psi -= 0.5 * (a.transpose() * f * a).inverse() * (a.transpose() * (family->mean(here) - target));
    largest = std::max(largest, (a * psi - theta).cwiseAbs().maxCoeff());
  }
  return largest;
}

/// The same in ψ with θ_i = sinh ψ_i, over one unit of time of steps α, or a single step.
double nonlinear_defect(double alpha, int steps) {
  const auto family = categorical(4);
  VectorXd theta = VectorXd::Constant(3, 0.4), psi(3);
  for (Index i = 0; i < 3; ++i) psi(i) = std::asinh(0.4);
  for (int k = 0; k < steps; ++k) {
    theta = natural_gradient_step(*family, theta, target, alpha);
    VectorXd here(3), slope(3);
    for (Index i = 0; i < 3; ++i) {
      here(i) = std::sinh(psi(i));
      slope(i) = std::cosh(psi(i));
    }
    const MatrixXd f = slope.asDiagonal() * family->fisher(here) * slope.asDiagonal();
    psi -= alpha * f.inverse() * slope.cwiseProduct(family->mean(here) - target);
  }
  double largest = 0;
  for (Index i = 0; i < 3; ++i) largest = std::max(largest, std::abs(std::sinh(psi(i)) - theta(i)));
  return largest;
}

verify::OrderStudy nonlinear_study(bool single) {
  verify::OrderStudy study{single ? "order_of_one_nonlinear_step" : "order_over_a_fixed_time",
                           "difference of natural gradients in theta and in asinh theta"};
  study.claimed = single ? 2 : 1;
  study.source = "invariant in the limit of small steps alone";
  study.h_long_name = "step alpha";
  for (const int n : {40, 80, 160, 320}) study.add(1.0 / n, nonlinear_defect(1.0 / n, single ? 1 : n));
  return study;
}

double mirror_defect() {
  const auto family = categorical(4);
  VectorXd theta = Eigen::Vector3d(0.3, -0.2, 0.6), eta = family->mean(theta);
  double largest = 0;
  for (int k = 0; k < 10; ++k) {
    theta = mirror_step(*family, theta, target, 0.3);
    eta = natural_gradient_step_in_mean(*family, eta, target, 0.3);
    largest = std::max(largest, (family->mean(theta) - eta).cwiseAbs().maxCoeff());
  }
  return largest;
}

/// Inputs on a product of nodes, deltas independent of them (a linear layer with Gaussian noise), or of a
/// softmax of W a.
struct Layer {
  MatrixXd inputs, deltas;
};

Layer linear_layer() {
  const MatrixXd a{{1, 0.2}, {-0.5, 1}, {0.3, -1.2}, {2, 0.1}}, d{{1, 0.5}, {-1, 0.2}, {0.4, -0.9}};
  Layer layer{MatrixXd(12, 2), MatrixXd(12, 2)};
  for (Index i = 0; i < 4; ++i)
    for (Index j = 0; j < 3; ++j) {
      layer.inputs.row(3 * i + j) = a.row(i);
      layer.deltas.row(3 * i + j) = d.row(j);
    }
  return layer;
}

/// All inputs with all labels, each as often as its probability says: Fisher's matrix itself, with rows
/// scaled by roots.
double softmax_defect() {
  const MatrixXd a{{1, 0.2}, {-0.5, 1}, {0.3, -1.2}, {2, 0.1}}, w{{1, -0.5}, {0.2, 0.8}, {-1.2, 0.3}};
  MatrixXd exact = MatrixXd::Zero(6, 6), inner = MatrixXd::Zero(2, 2), outer = MatrixXd::Zero(3, 3);
  for (Index i = 0; i < 4; ++i) {
    const VectorXd input = a.row(i).transpose();
    const MatrixXd f = softmax_fisher(w * input);  // E δδᵀ, δ = p − label
    const MatrixXd square = input * input.transpose();
    for (Index k = 0; k < 2; ++k)
      for (Index l = 0; l < 2; ++l) exact.block(3 * k, 3 * l, 3, 3) += 0.25 * square(k, l) * f;
    inner += 0.25 * square;
    outer += 0.25 * f;
  }
  MatrixXd factored(6, 6);
  for (Index k = 0; k < 2; ++k)
    for (Index l = 0; l < 2; ++l) factored.block(3 * k, 3 * l, 3, 3) = inner(k, l) * outer;
  return (factored - exact).norm() / exact.norm();
}

/// The source's demonstration: softmax(θ) with p below and its gradient; (F + ε)⁻¹g and F⁺g.
const Eigen::Vector3d shown(0.5465493872661796, 0.3314989604240915, 0.12195165230972885);

/// |x| after n steps of x ← x − α κ-diagonal x from (1, 1).
double descent(double kappa, double alpha, int steps) {
  double x = 1, y = 1;
  for (int k = 0; k < steps; ++k) {
    x -= alpha * x;
    y -= alpha * kappa * y;
  }
  return std::hypot(x, y);
}

void write(io::Group& part) {
  Eigen::ArrayXd kappa(6), observed(6), exact(6);
  kappa << 2, 5, 10, 20, 50, 100;
  for (Index i = 0; i < 6; ++i) {
    const double alpha = 2 / (1 + kappa(i));
    observed(i) = std::pow(descent(kappa(i), alpha, 400) / descent(kappa(i), alpha, 200), 1.0 / 200);
    exact(i) = (kappa(i) - 1) / (kappa(i) + 1);
  }
  io::Group& group = part.group("rate_of_descent");
  group.scale("condition", kappa, {"condition number", "1"});
  group.variable("rate", {"condition"}, observed, {"factor a step at the best step", "1"});
  group.variable("rate_exact", {"condition"}, exact, {"(kappa - 1)/(kappa + 1)", "1"});
}

/// Fisher's matrix of softmax in n coordinates is singular along (1, …, 1).
void add_singular_checks(frame::Plan& plan) {
  plan.checks.push_back(
      {"softmax/null_direction", [] {
         return verify::value_check(
             0, (softmax_fisher(Eigen::Vector3d(0.3, -0.2, -1.2)) * Eigen::Vector3d::Ones()).norm(), 1e-15,
             "p sums to 1", "F (1, 1, 1)");
       }});
  plan.checks.push_back({"softmax/regularised_blows_up", [] {
                           Eigen::Vector3d theta;
                           for (int i = 0; i < 3; ++i) theta(i) = std::log(shown(i));
                           const MatrixXd f = softmax_fisher(theta);
                           // A gradient with a part along (1, 1, 1), which ε alone holds: that part over ε,
                           // 0.7·/√3 …
                           const Eigen::Vector3d g(0.7, 0.2, -0.2);
                           const VectorXd regularised = (f + 1e-8 * MatrixXd::Identity(3, 3)).inverse() * g;
                           return verify::value_check(0.7 / 3 * 1e8, regularised.mean(), 1e3,
                                                      "mean of the gradient over epsilon",
                                                      "mean of (F + 1e-8)^{-1} g");
                         }});
  plan.checks.push_back(
      {"softmax/pseudo_inverse", [] {
         Eigen::Vector3d theta;
         for (int i = 0; i < 3; ++i) theta(i) = std::log(shown(i));
         const VectorXd direction = natural_direction(softmax_fisher(theta), Eigen::Vector3d(0.7, 0.2, -0.2));
         return verify::value_check(
                    0,
                    std::abs(direction.mean()) +
                        (softmax_fisher(theta) * direction - tangent(Eigen::Vector3d(0.7, 0.2, -0.2))).norm(),
                    1e-12, "orthogonal to (1, 1, 1)", "F F^+ g is g less its mean")
             .shows("A-14", 0.7 / 3 * 1e8);
       }});
}

/// What stands in for Fisher's matrix, and what a singular one does.
void add_matrix_checks(frame::Plan& plan) {
  plan.checks.push_back({"kronecker/linear_layer", [] {
                           const Layer layer = linear_layer();
                           return verify::value_check(0,
                                                      (kronecker_fisher(layer.inputs, layer.deltas) -
                                                       layer_fisher(layer.inputs, layer.deltas))
                                                          .cwiseAbs()
                                                          .maxCoeff(),
                                                      1e-12, "inputs and errors are independent",
                                                      "Martens and Grosse 2015");
                         }});
  plan.checks.push_back({"kronecker/softmax_is_off", [] {
                           const double defect = softmax_defect();
                           return verify::value_check(
                               1, defect > 0.05 ? 1 : 0, 0, "errors depend on inputs",
                               "whether it is off by more than 5 %: " + number_text(defect, 3));
                         }});
  add_singular_checks(plan);
}

}  // namespace

frame::Plan descent_plan(const Sizes&) {
  frame::Plan plan{"Descents",
                   "KL(target|p) by natural gradients: in theta Newton's method, in eta one step; mirrors "
                   "are the same thing seen from the other side."};
  plan.checks.push_back({"bernoulli/eta_in_one_step", [] {
                           return verify::value_check(
                               0.8, natural_gradient_step_in_mean(*bernoulli(), one(0.5), one(0.8), 1)(0),
                               1e-15, "linear in eta", "from 0.5");
                         }});
  struct Known {
    int steps;
    double error, tolerance;
  };
  for (const Known& known : {Known{1, 0.0314752, 5e-8}, {2, 0.00150219, 5e-9}, {3, 4.1856e-6, 5e-11}})
    plan.checks.push_back({"bernoulli/theta/step=" + number_text(known.steps), [=] {
                             return verify::value_check(known.error, bernoulli_error(known.steps),
                                                        known.tolerance, "another program",
                                                        "|p - 0.8| from 0.5");
                           }});
  plan.checks.push_back({"mirror_descent", [] {
                           return verify::value_check(0, mirror_defect(), 1e-14,
                                                      "Raskutti and Mukherjee 2015",
                                                      "against the natural gradient in eta, ten steps");
                         }});
  plan.checks.push_back({"affine_invariance", [] {
                           return verify::value_check(0, affine_defect(), 1e-9, "exact for affine maps",
                                                      "twenty steps in other coordinates");
                         }});
  for (const bool single : {true, false})
    plan.studies.push_back({single ? "order_of_one_nonlinear_step" : "order_over_a_fixed_time",
                            [=] { return nonlinear_study(single); }});
  add_matrix_checks(plan);
  plan.checks.push_back({"gradient_descent", [] {
                           return verify::value_check(
                                      std::pow(9.0 / 11, 50) * std::sqrt(2.0), descent(10, 2.0 / 11, 50),
                                      1e-15, "((kappa - 1)/(kappa + 1))^n", "kappa = 10, 50 steps of 2/11")
                               .shows("A-66", std::pow(1 - 4.0 / 121, 50) * std::sqrt(2.0));
                         }});
  plan.tables.push_back(write);
  return plan;
}

}  // namespace kolmo::information_geometry::shown
