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
    eta = family->mean(theta);  // the next step from one place
  }
  return largest;
}

/// |x| after n steps of x ← x − α κ-diagonal x from (1, 1).
double descent(double kappa, double alpha, int steps) {
  double x = 1, y = 1;
  for (int k = 0; k < steps; ++k) {
    x -= alpha * x;
    y -= alpha * kappa * y;
  }
  return std::hypot(x, y);
}

double observed_rate(double kappa) {
  const double alpha = 2 / (1 + kappa);
  return std::pow(descent(kappa, alpha, 40) / descent(kappa, alpha, 20), 1.0 / 20);
}

void write(io::Group& part) {
  Eigen::ArrayXd kappa(6), observed(6), exact(6);
  kappa << 2, 5, 10, 20, 50, 100;
  for (Index i = 0; i < 6; ++i) {
    observed(i) = observed_rate(kappa(i));
    exact(i) = (kappa(i) - 1) / (kappa(i) + 1);
  }
  io::Group& group = part.group("rate_of_descent");
  group.scale("condition", kappa, {"condition number", "1"});
  group.variable("rate", {"condition"}, observed, {"factor a step at the best step", "1"});
  group.variable("rate_exact", {"condition"}, exact, {"(kappa - 1)/(kappa + 1)", "1"});
}

/// Plain descents, whose rate the condition number says.
void add_rates(frame::Plan& plan) {
  plan.checks.push_back({"gradient_descent", [] {
                           return verify::value_check(
                                      std::pow(9.0 / 11, 50) * std::sqrt(2.0), descent(10, 2.0 / 11, 50),
                                      1e-15, "((kappa - 1)/(kappa + 1))^n", "kappa = 10, 50 steps of 2/11")
                               .shows("A-66", std::pow(1 - 4.0 / 121, 50) * std::sqrt(2.0));
                         }});
  for (const double kappa : {2.0, 5.0, 20.0, 100.0})
    plan.checks.push_back({"rate_of_descent/kappa=" + number_text(kappa), [=] {
                             return verify::value_check((kappa - 1) / (kappa + 1), observed_rate(kappa),
                                                        1e-12, "(kappa - 1)/(kappa + 1)",
                                                        "factor a step at the best step, steps 20 to 40");
                           }});
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
                           return verify::value_check(
                               0, mirror_defect(), 1e-15, "Raskutti and Mukherjee 2015",
                               "against the natural gradient in eta, each of ten steps");
                         }});
  plan.checks.push_back({"affine_invariance", [] {
                           return verify::value_check(0, affine_defect(), 1e-9, "exact for affine maps",
                                                      "twenty steps in other coordinates");
                         }});
  for (const bool single : {true, false})
    plan.studies.push_back({single ? "order_of_one_nonlinear_step" : "order_over_a_fixed_time",
                            [=] { return nonlinear_study(single); }});
  add_matrix_checks(plan);
  add_rates(plan);
  plan.tables.push_back(write);
  return plan;
}

}  // namespace kolmo::information_geometry::shown
