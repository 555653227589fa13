// What a score is and where it points.

#include <Eigen/LU>
#include <cmath>
#include <numbers>

#include "claims/laws.hpp"
#include "claims/score_based/rows.hpp"
#include "kolmo/measure/problems/three_components.hpp"
#include "kolmo/sampling/flow/score_flow.hpp"

namespace kolmo::claims::score_based {
namespace {

/// N(0, diag(4, 1/4)).
density::GaussianMixture stretched() {
  return density::gaussian(Eigen::Vector2d::Zero(), Eigen::Vector2d(4, 0.25).asDiagonal());
}

/// s = −Σ⁻¹(x − μ) in 3-D, against differences of log p, whose error of a quadratic is rounding over h.
verify::Check s_01() {
  const Eigen::Matrix3d covariance{{1.5, 0.4, 0.0}, {0.4, 0.8, -0.2}, {0.0, -0.2, 0.5}};
  const Eigen::Vector3d mean(0.3, -1.0, 2.0), x(1.1, 0.4, -0.7);
  const density::GaussianMixture law = density::gaussian(mean, covariance);
  const Eigen::VectorXd closed = -covariance.inverse() * (x - mean);
  return verify::value_check(0, (differenced_score(law, x, 1e-2) - closed).norm(), 1e-11,
                             "differences of log p");
}

/// The angle at (1, 1) between the score and the way to the mean, which the claim says is none.
verify::Check s_02() {
  const Eigen::Vector2d x(1, 1);
  const double tilt = std::atan2(4.0, 0.25) - std::atan2(1.0, 1.0);  // −Σ⁻¹x = −(1/4, 4)
  return beside(
      0, verify::value_check(tilt * 180 / std::numbers::pi, angle_in_degrees(score_at(stretched(), x), -x),
                             1e-10, "atan(16) - 45 degrees"));
}

/// A mixture's score is the mean of its components' by their responsibilities, beside differences of log p.
std::vector<verify::Check> s_03() {
  const density::GaussianMixture law = two_modes(2, 1);
  const double x = 0.3, right = 1 / (1 + std::exp(-4 * x));  // the responsibility of N(2, 1)
  const double mean_of_scores = right * (2 - x) + (1 - right) * (-2 - x);
  const Eigen::VectorXd at = Eigen::VectorXd::Constant(1, x);
  return {
      verify::value_check(mean_of_scores, score_at(law, x), 1e-14, "responsibilities"),
      // O(h⁴) of the fifth derivative of log p, some tens.
      verify::value_check(mean_of_scores, differenced_score(law, at, 1e-2)(0), 1e-6, "differences of log p"),
      // At 60 both densities underflow to 0, and their quotient with them.
      verify::value_check(2 - 60.0, score_at(law, 60), 1e-12, "the nearer component alone")};
}

/// B⁻ᵀ s(B⁻¹(x′ − c)) against the score of the mixture that B x + c has as its law.
verify::Check s_04() {
  const density::GaussianMixture law = measure::three_components();
  const Eigen::Matrix2d b{{1.3, -0.4}, {0.2, 0.7}};
  const Eigen::Vector2d c(0.5, -1.2), x(0.8, 0.1);
  Points means(law.components(), 2);
  std::vector<Eigen::MatrixXd> covariances;
  for (Index k = 0; k < law.components(); ++k) {
    means.row(k) = (b * law.means().row(k).matrix().transpose() + c).transpose().array();
    covariances.push_back(b * law.covariance(k) * b.transpose());
  }
  const density::GaussianMixture moved(law.weights(), means, density::Covariances::full(covariances));
  const Eigen::VectorXd pulled = b.transpose().inverse() * score_at(law, b.inverse() * (x - c));
  return verify::value_check(0, (score_at(moved, x) - pulled).norm(), 1e-12, "the moved mixture's own score");
}

/// −d log p/dx by a central difference, exact to O(h²) of what bends.
double slope(const std::function<double(double)>& log_density, double x) {
  const double h = 1e-4;
  return (log_density(x + h) - log_density(x - h)) / (2 * h);
}

/// |s| at x = 1 and 30: it grows in Gaussian tails, stays in Laplace's, falls in Student's alone.
std::vector<verify::Check> s_09() {
  const double far = 30;
  const auto laplace = [](double x) { return -std::abs(x); };
  const auto student = [](double x) { return -2 * std::log1p(x * x / 3); };  // three degrees of freedom
  const Eigen::Vector2d saddle = Eigen::Vector2d::Zero();
  return {
      beside(0, verify::value_check(far, std::abs(score_at(density::gaussian_1d(0, 1), far)), 1e-12,
                                    "x, where p is e^-450 of its largest")),
      beside(0, verify::value_check(1, std::abs(slope(laplace, far)), 1e-9, "Laplace's law: 1 everywhere")),
      verify::value_check(4 * far / (3 + far * far), std::abs(slope(student, far)), 1e-6,
                          "Student's law: 4x/(3 + x^2), the condition met"),
      verify::value_check(0, score_at(two_modes(2, 2), saddle).norm(), 1e-15,
                          "a saddle between modes, the condition met")};
}

/// ∇·s = Δlog p: the trace of the Hessian, negative at modes; zeros of s are modes and saddles.
std::vector<verify::Check> s_11() {
  const density::GaussianMixture law = two_modes(2, 2);
  const Eigen::Vector2d x(0.7, -0.4);
  const double h = 1e-3;
  double differenced = 0;
  for (Index i = 0; i < 2; ++i) {
    const Eigen::VectorXd step = h * Eigen::Vector2d::Unit(i);
    differenced += (score_at(law, x + step)(i) - score_at(law, x - step)(i)) / (2 * h);
  }
  const auto points = sampling::critical_points(law, {{-4, 4}, {-4, 4}}, 9);
  double worst = -1e300;  // the largest curvature at a mode
  for (const auto& point : points)
    if (point.kind == sampling::CriticalKind::mode) worst = std::max(worst, point.curvatures.maxCoeff());
  const double mode = points.front().place.cwiseAbs().maxCoeff();
  return {verify::value_check(hessian_at(law, x).trace(), differenced, 1e-5, "central differences of s"),
          verify::value_check(4 * (1 - std::pow(std::tanh(2 * mode), 2)) - 1, worst, 1e-9,
                              "4 sech^2(2x) - 1 at x = 2 tanh 2x"),
          verify::value_check(3, static_cast<double>(points.size()), 0.5, "two modes and a saddle")};
}

}  // namespace

void add_scores(Rows& rows, const Settings&) {
  rows.add("S-01", "differences", s_01);
  rows.add("S-02", "angle_to_mean", s_02);
  rows.add("S-03", {"responsibilities", "differences", "far_tail"}, s_03);
  rows.add("S-04", "pushed_forward", s_04);
  rows.add("S-09", {"gaussian_tail", "laplace_tail", "student_tail", "saddle"}, s_09);
  rows.add("S-11", {"divergence", "curvature_at_modes", "zeros"}, s_11);
}

}  // namespace kolmo::claims::score_based
