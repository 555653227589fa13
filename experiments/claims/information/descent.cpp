// Descents: conditions, steps, and what bends them.

#include <Eigen/LU>
#include <cmath>

#include "claims/information/rows.hpp"
#include "claims/laws.hpp"

namespace kolmo::claims::information {
namespace {

using density::GaussianMixture;
using Eigen::Array2d;
using Eigen::MatrixXd;
using Eigen::Vector2d;
using Eigen::VectorXd;

/// |x| after n steps of x ← x − α diag(1, κ) x from (1, 1).
double descended(double kappa, double alpha, int n) {
  Vector2d x(1, 1);
  for (int k = 0; k < n; ++k) x -= alpha * Vector2d(x(0), kappa * x(1));
  return x.norm();
}

/// The factor of a step in the end.
double rate(double kappa, double alpha) {
  return std::pow(descended(kappa, alpha, 800) / descended(kappa, alpha, 400), 1.0 / 400);
}

/// Midway between ½N(−a, σ²) and ½N(a, σ²) the curvature of log p is a²/σ⁴ − 1/σ²: 60 far apart, 0 at a = σ,
/// where the modes merge. Descent on a condition of 100 takes 10 times the steps that one of 10 takes.
std::vector<verify::Check> a_62() {
  const auto midway = [](double a, double s) {
    const GaussianMixture law = density::mixture_1d(Array2d(0.5, 0.5), Array2d(-a, a), Array2d(s, s));
    return divergence_at(law, Eigen::VectorXd::Zero(1));
  };
  const auto steps = [](double kappa) { return -1 / std::log(rate(kappa, 2 / (1 + kappa))); };
  const double expected = std::log(11.0 / 9) / std::log(101.0 / 99);
  return {verify::value_check(60, midway(2, 0.5), 1e-11, "a^2/s^4 - 1/s^2", "far apart"),
          beside(4, verify::value_check(0, midway(0.5, 0.5), 1e-13, "a^2/s^4 - 1/s^2",
                                        "as far apart as they are wide; 1/s^2 and more as printed")),
          verify::value_check(expected, steps(100) / steps(10), 1e-6, "log((k + 1)/(k - 1))",
                              "steps with condition 100 over those with 10")};
}

/// The factor that the stiffest coordinate of N(0, diag(1, 0.1)) takes in a step h = c/‖∇s‖_F along the
/// score.
double stiff_factor(double c) {
  const GaussianMixture law = density::gaussian(Vector2d::Zero(), Vector2d(1, 0.1).asDiagonal());
  VectorXd x = Vector2d(1, 1);
  const double before = x(1);
  x += c / hessian_at(law, x).norm() * score_at(law, x);
  return std::abs(x(1) / before);
}

/// ‖∇s‖_F ≥ |λ|: stable for c < 2, as Euler's method is for h|λ| < 2; for c = 2.5 errors grow.
std::vector<verify::Check> a_63() {
  const double stiff = 10 / std::sqrt(101.0);
  return {verify::value_check(1 - 0.5 * stiff, stiff_factor(0.5), 1e-12, "1 - c lambda/|J|", "c = 0.5"),
          beside(1, verify::value_check(2.5 * stiff - 1, stiff_factor(2.5), 1e-12, "c lambda/|J| - 1",
                                        "c = 2.5; 1 or less as printed"))};
}

/// A step at the mode of N(0, ¼), where H = ∇s = −4: x + h(I − hH)⁻¹s contracts; (I + hH)⁻¹, as printed, does
/// not, and at h = ¼ is not there.
std::vector<verify::Check> a_64() {
  const GaussianMixture law = density::gaussian_1d(0, 0.5);
  const auto moved = [&](double h, double sign) {
    const VectorXd x = VectorXd::Ones(1);
    const MatrixXd matrix = MatrixXd::Identity(1, 1) + sign * h * hessian_at(law, x);
    return (x + h * matrix.fullPivLu().solve(score_at(law, x)))(0);
  };
  const double determinant = 1 + 0.25 * hessian_at(law, VectorXd::Ones(1))(0, 0);
  return {beside(moved(0.3, 1), verify::value_check(1 / 2.2, moved(0.3, -1), 1e-13, "1/(1 + h/s^2)",
                                                    "x after a step of 0.3 from 1; 7 as printed")),
          beside(moved(10, 1), verify::value_check(1.0 / 41, moved(10, -1), 1e-13, "1/(1 + h/s^2)",
                                                   "x after a step of 10 from 1")),
          verify::value_check(0, determinant, 1e-13, "singular", "det(I + H/4)")};
}

/// (1 − ρ)κ → 2 at α* = 2/(μ + L); a step a tenth longer diverges.
std::vector<verify::Check> a_65() {
  const double kappa = 1000, best = 2 / (1 + kappa);
  return {verify::value_check(2 * kappa / (1 + kappa), (1 - rate(kappa, best)) * kappa, 1e-8, "2k/(k + 1)",
                              "(1 - rate) times condition"),
          beside((kappa - 1) / (kappa + 1),
                 verify::value_check(1.1 * best * kappa - 1, rate(kappa, 1.1 * best), 1e-8, "|1 - alpha L|",
                                     "a step of 1.1 times the best; (k - 1)/(k + 1) as printed"))};
}

/// κ = 10, μ = 1: max(|1 − α|, |1 − 10α|) a step, beside 1 − 2α/(κ + 1).
std::vector<verify::Check> a_66() {
  std::vector<verify::Check> checks;
  for (const double alpha : {0.05, 0.1, 2.0 / 11})
    checks.push_back(
        beside(1 - 2 * alpha / 11,
               verify::value_check(std::max(std::abs(1 - alpha), std::abs(1 - 10 * alpha)), rate(10, alpha),
                                   1e-10, "max of |1 - alpha mu|, |1 - alpha L|")));
  return checks;
}

}  // namespace

void add_descent(Rows& rows) {
  rows.add("A-62", {"far_apart", "merging", "steps"}, a_62);
  rows.add("A-63", {"inside", "outside"}, a_63);
  rows.add("A-64", {"short_step", "long_step", "singular"}, a_64);
  rows.add("A-65", {"best_step", "longer_step"}, a_65);
  rows.add("A-66", {"step_0.05", "step_0.1", "best_step"}, a_66);
}

}  // namespace kolmo::claims::information
