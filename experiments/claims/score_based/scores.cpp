// What a score is and where it points.

#include <Eigen/LU>
#include <cmath>

#include "claims/laws.hpp"
#include "claims/score_based/rows.hpp"

namespace kolmo::claims::score_based {
namespace {

/// N(0, diag(4, 1/4)).
density::GaussianMixture stretched() {
  return density::gaussian(Eigen::Vector2d::Zero(), Eigen::Vector2d(4, 0.25).asDiagonal());
}

/// s = −Σ⁻¹(x − μ) in 3-D, against differences of log p: their error is O(h⁴) of a quadratic, 0.
verify::Check s_01() {
  const Eigen::Matrix3d covariance{{1.5, 0.4, 0.0}, {0.4, 0.8, -0.2}, {0.0, -0.2, 0.5}};
  const Eigen::Vector3d mean(0.3, -1.0, 2.0), x(1.1, 0.4, -0.7);
  const density::GaussianMixture law = density::gaussian(mean, covariance);
  const Eigen::VectorXd closed = -covariance.inverse() * (x - mean);
  // Rounding of log p, some 1e−15 of its size, over h.
  return verify::value_check(0, (differenced_score(law, x, 1e-2) - closed).norm(), 1e-11,
                             "differences of log p");
}

/// The angle at (1, 1) between the score and the way to the mean, which the claim says is none.
verify::Check s_02() {
  const Eigen::Vector2d x(1, 1);
  const double tilt = std::atan2(4.0, 0.25) - std::atan2(1.0, 1.0);  // −Σ⁻¹x = −(1/4, 4)
  return beside(
      0, verify::value_check(tilt * 180 / std::acos(-1.0), angle_in_degrees(score_at(stretched(), x), -x),
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
      verify::value_check(mean_of_scores, differenced_score(law, at, 1e-2)(0), 1e-6, "differences of log p"),
      // At 60 both densities underflow to 0, and their quotient with them.
      verify::value_check(2 - 60.0, score_at(law, 60), 1e-12, "the nearer component alone")};
}

}  // namespace

void add_scores(Rows& rows, const Settings&) {
  rows.add("S-01", "differences", s_01);
  rows.add("S-02", "angle_to_mean", s_02);
  rows.add("S-03", {"responsibilities", "differences", "far_tail"}, s_03);
}

}  // namespace kolmo::claims::score_based
