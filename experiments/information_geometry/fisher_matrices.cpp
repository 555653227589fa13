// What stands in for Fisher's matrix, and what a singular one does.

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
const Eigen::Vector3d shown(0.5465493872661796, 0.3314989604240915, 0.12195165230972885),
    shown_gradient(1, -0.5, 0.2), blown_up(23333335.12796098, 23333331.513047248, 23333333.451888677),
    cured(1.7636620474842277, -1.851251769781738, 0.0875897222975103);

MatrixXd shown_fisher() {
  Eigen::Vector3d theta;
  for (int i = 0; i < 3; ++i) theta(i) = std::log(shown(i));
  return softmax_fisher(theta);
}

/// Fisher's matrix of softmax in n coordinates is singular along (1, …, 1).
void add_singular_checks(frame::Plan& plan) {
  plan.checks.push_back(
      {"softmax/null_direction", [] {
         return verify::value_check(
             0, (softmax_fisher(Eigen::Vector3d(0.3, -0.2, -1.2)) * Eigen::Vector3d::Ones()).norm(), 1e-15,
             "p sums to 1", "F (1, 1, 1)");
       }});
  // A gradient with a part along (1, 1, 1), which ε alone holds: its mean over ε.
  for (const Index i : {0, 1, 2}) {
    plan.checks.push_back({"softmax/regularised_blows_up/" + number_text(i + 1), [=] {
                             const VectorXd found =
                                 (shown_fisher() + 1e-8 * MatrixXd::Identity(3, 3)).inverse() *
                                 shown_gradient;
                             // Rounding of F over ε: 1e-8 of the value.
                             return verify::value_check(blown_up(i), found(i), 2, "another program",
                                                        "(F + 1e-8)^{-1} g: 2.3e7 along (1, 1, 1)");
                           }});
    plan.checks.push_back({"softmax/cured/" + number_text(i + 1), [=] {
                             return verify::value_check(cured(i),
                                                        natural_direction(shown_fisher(), shown_gradient)(i),
                                                        1e-12, "another program's pseudo-inverse", "F^+ g");
                           }});
  }
  plan.checks.push_back({"softmax/pseudo_inverse", [] {
                           const VectorXd direction = natural_direction(shown_fisher(), shown_gradient);
                           return verify::value_check(
                                      0,
                                      std::abs(direction.mean()) +
                                          (shown_fisher() * direction - tangent(shown_gradient)).norm(),
                                      1e-12, "orthogonal to (1, 1, 1)", "F F^+ g is g less its mean")
                               .shows("A-14", 0.7 / 3 * 1e8);
                         }});
}

}  // namespace

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

}  // namespace kolmo::information_geometry::shown
