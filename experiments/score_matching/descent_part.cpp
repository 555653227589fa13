// Gradient descent on the linear model: what becomes of the part of W that no score has.

#include <Eigen/Eigenvalues>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/score/models/linear_score.hpp"
#include "score_matching/known_scores.hpp"
#include "score_matching/parts.hpp"

namespace kolmo::score_matching {
namespace {

using namespace kolmo::score;

Eigen::MatrixXd start() { return Eigen::Matrix3d{{-0.5, 0.9, 0.1}, {-0.3, -1.0, 0.4}, {0.6, -0.2, -0.7}}; }

Eigen::MatrixXd symmetric_start() { return Eigen::Matrix3d{{-2, 1, 0}, {1, -1, 0}, {0, 0, -3}}; }

/// S + ¼I.
Eigen::MatrixXd anisotropic() { return covariance_of_three() + 0.25 * Eigen::Matrix3d::Identity(); }

void add_isotropic_checks(frame::Plan& plan) {
  plan.checks.push_back({"isotropic/descent", [] {
                           const Eigen::MatrixXd c = 1.3 * Eigen::Matrix3d::Identity();
                           return verify::value_check(0.062480858048464,
                                                      antisymmetric_norm(descend_linear(start(), c, 0.1, 20)),
                                                      1e-13, "(1 - 0.13)^20 |A(0)|",
                                                      "20 steps of 0.1, C = 1.3 I")
                               .shows("S-16");
                         }});
  for (const auto& [t, norm] : {std::pair{0.5, 0.5285310661255995}, std::pair{2.0, 0.07519626673764987}}) {
    plan.checks.push_back({"isotropic/flow/t=" + number_text(t), [t = t, norm = norm] {
                             const Eigen::MatrixXd c = 1.3 * Eigen::Matrix3d::Identity();
                             return verify::value_check(norm, antisymmetric_norm(flow_linear(start(), c, t)),
                                                        1e-13, "j_dsm.json, antisym");
                           }});
  }
}

/// −log of the factor by which the antisymmetric part falls, a unit of time, from t on.
double late_rate(double t) {
  const auto norm = [](double at) { return antisymmetric_norm(flow_linear(start(), anisotropic(), at)); };
  return std::log(norm(t) / norm(t + 1));
}

void add_anisotropic_checks(frame::Plan& plan) {
  for (const auto& [t, norm] : {std::pair{0.5, 0.5542240724767519}, std::pair{5.0, 0.020309252626252272}}) {
    plan.checks.push_back({"anisotropic/flow/t=" + number_text(t), [t = t, norm = norm] {
                             return verify::value_check(
                                 norm, antisymmetric_norm(flow_linear(start(), anisotropic(), t)), 1e-13,
                                 "j_dsm.json, antisym");
                           }});
  }
  // The next rate lies 0.38 above the least: at t = 24 its share of the slope is 0.38 e^{−9} ≈ 5e−5, and
  // rounding of |W| over the norm there (2e−7) is 1e−9.
  plan.checks.push_back({"anisotropic/late_rate", [] {
                           const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> modes(anisotropic());
                           return verify::value_check(modes.eigenvalues()(0), late_rate(24), 2e-4,
                                                      "the least eigenvalue of C", "0.6143151")
                               .shows("S-17");
                         }});
  for (const auto& [t, norm] : {std::pair{0.2, 0.1290817969137094}, std::pair{1.0, 0.23972923693946177},
                                std::pair{4.0, 0.05006184922920851}}) {
    plan.checks.push_back({"symmetric_start/t=" + number_text(t), [t = t, norm = norm] {
                             return verify::value_check(
                                 norm, antisymmetric_norm(flow_linear(symmetric_start(), anisotropic(), t)),
                                 1e-13, "j_dsm.json, antisym", "0 at t = 0");
                           }});
  }
  // Descent is the flow with an error of first order in the rate.
  plan.studies.push_back(
      {"order_descent", [] {
         verify::OrderStudy study{"order_descent", "W of descent minus W of the flow at t = 2"};
         study.claimed = 1;
         study.source = "Euler's method";
         study.h_long_name = "learning rate";
         const Eigen::MatrixXd exact = flow_linear(start(), anisotropic(), 2);
         for (const Index n : {50, 100, 200, 400}) {
           const double rate = 2 / static_cast<double>(n);
           study.add(rate, (descend_linear(start(), anisotropic(), rate, n) - exact).norm());
         }
         return study;
       }});
}

/// ‖antisymmetric part‖ over time, from both starts.
void write_curves(io::Group& part) {
  const Eigen::ArrayXd t = Eigen::ArrayXd::LinSpaced(61, 0, 6);
  Eigen::ArrayXd isotropic(t.size()), general(t.size()), symmetric(t.size());
  for (Index i = 0; i < t.size(); ++i) {
    isotropic(i) = antisymmetric_norm(flow_linear(start(), 1.3 * Eigen::Matrix3d::Identity(), t(i)));
    general(i) = antisymmetric_norm(flow_linear(start(), anisotropic(), t(i)));
    symmetric(i) = antisymmetric_norm(flow_linear(symmetric_start(), anisotropic(), t(i)));
  }
  io::Group& curves = part.group("antisymmetric_part");
  curves.scale("time", t, {"time", "1"});
  curves.variable("isotropic", {"time"}, isotropic, {"|W - W^T|/2 with C = 1.3 I", "1"});
  curves.variable("anisotropic", {"time"}, general, {"|W - W^T|/2 with C = S + I/4", "1"});
  curves.variable("symmetric_start", {"time"}, symmetric, {"|W - W^T|/2 from a symmetric W", "1"});
}

}  // namespace

frame::Plan descent_plan() {
  frame::Plan plan{
      "The antisymmetric part under gradient descent",
      "s = Wx, dW/dt = -(W C + I): where C is not isotropic even a symmetric start leaves symmetry "
      "for a while."};
  add_isotropic_checks(plan);
  add_anisotropic_checks(plan);
  plan.tables.push_back(write_curves);
  return plan;
}

}  // namespace kolmo::score_matching
