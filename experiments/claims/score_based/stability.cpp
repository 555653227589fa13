// Steps, stiffness and schedules.

#include <Eigen/Eigenvalues>
#include <cmath>

#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "claims/score_based/rows.hpp"
#include "kolmo/ode/steppers.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sampling/annealing/frozen_coefficients.hpp"

namespace kolmo::claims::score_based {
namespace {

/// |1 + hλ| as the library's Euler step has it: the factor by which x' = λx grows in the plane of λ = a + ib.
double amplification(double a, double b, double h) {
  const ode::System rotation = [=](double, const ode::State& x, ode::State& slope) {
    slope.resize(2);
    slope << a * x(0) - b * x(1), b * x(0) + a * x(1);
  };
  const auto euler = ode::find_stepper("euler").make();
  ode::State x(2), slope(2), x_new(2), slope_new(2);
  x << 1, 0;
  rotation(0, x, slope);
  euler->step(rotation, 0, h, x, slope, x_new, slope_new, nullptr);
  return x_new.norm();
}

/// The h at which the factor passes 1.
verify::Check threshold(double a, double b) {
  const double found = zero_between([=](double h) { return amplification(a, b, h) - 1; }, 1e-3, 50, 1e-12);
  return verify::value_check(-2 * a / (a * a + b * b), found, 1e-9, "-2 Re/|lambda|^2");
}

std::vector<verify::Check> s_21() { return {threshold(-1, 0), threshold(-1, 2), threshold(-0.1, 3)}; }

/// Re λ > 0 and imaginary ones grow; λ = 0 does not, though its real part is ≥ 0.
std::vector<verify::Check> s_22() {
  return {verify::value_check(1.05, amplification(0.5, 0, 0.1), 1e-14, "lambda = 0.5: grows"),
          verify::value_check(std::sqrt(1.04), amplification(0, 2, 0.1), 1e-14, "lambda = 2i: grows"),
          truth(!(amplification(0, 0, 0.1) > 1), "lambda = 0 is neutral, the condition broken", false)};
}

/// Ratio of the extreme eigenvalues of the score's Jacobian of N(0, diag(1, 0.01)) under VP.
verify::Check stiffness(double t) {
  const process::VariancePreserving process(0.1, 20, 1, 2);
  const auto law = process::marginal(
      process, density::gaussian(Eigen::Vector2d::Zero(), Eigen::Vector2d(1, 0.01).asDiagonal()), t);
  const Eigen::VectorXd values =
      Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(hessian_at(law, Eigen::Vector2d(0.3, 0.2)))
          .eigenvalues();
  const double kept = std::exp(-process.schedule().integral(0, t));
  return verify::value_check(1 / (0.01 * kept + 1 - kept), values(0) / values(1), 1e-10,
                             "1/(0.01 e^-B + 1 - e^-B)");
}

std::vector<verify::Check> s_23() { return {stiffness(0), stiffness(0.1), stiffness(1)}; }

/// The variance of X_t | X_0.
double kernel_variance(const process::Process& process, double t) {
  return process::exact_kernel(process, 0, t)->variance;
}

double growth(const process::Process& process, double t) {
  const double h = 1e-4;
  return (kernel_variance(process, t + h) - kernel_variance(process, t - h)) / (2 * h);
}

/// g² = dσ²/dt, and a noise that grows without bound: VE yes; VP has g² = β against dσ²/dt = βe^{−B}, and σ
/// → 1.
std::vector<verify::Check> s_25() {
  const process::VarianceExploding ve(0.01, 50, 1, 1);
  const process::VariancePreserving vp(0.1, 20, 1, 1);
  const double t = 0.5, g_ve = ve.diffusion(t), g_vp = vp.diffusion(t);
  return {
      verify::value_check(1, growth(ve, t) / (g_ve * g_ve), 1e-5, "VE: d sigma^2/dt over g^2"),
      beside(1, verify::value_check(std::exp(-vp.schedule().integral(0, t)), growth(vp, t) / (g_vp * g_vp),
                                    1e-5, "VP: e^-B, the condition broken")),
      verify::value_check(2500, kernel_variance(ve, 1), 0.01, "VE: sigma_max^2 at t = 1"),
      verify::value_check(1, kernel_variance(vp, 1), 1e-4, "VP: 1 - e^-B at t = 1")};
}

/// VP from N(0, ¼) with the coefficients of t = ½ throughout, at t = ½ (v' = −β(½)(v − 1), B(½) = 2.5375).
std::vector<verify::Check> s_26() {
  const process::VariancePreserving vp(0.1, 20, 1, 1);
  const double beta = vp.schedule().beta(0.5), total = vp.schedule().integral(0, 0.5);
  const sampling::FrozenVariance moved = sampling::frozen_variance(vp, 0.5, 0.25, 0.5);
  const sampling::FrozenVariance rest = sampling::frozen_variance(vp, 0.5, 1, 0.5);
  return {verify::value_check(1 - 0.75 * std::exp(-total), moved.exact, 1e-12, "1 - 3/4 e^-B"),
          beside(moved.exact, verify::value_check(1 - 0.75 * std::exp(-0.5 * beta), moved.frozen, 1e-12,
                                                  "the frozen coefficients' own variance")),
          verify::value_check(rest.exact, rest.frozen, 1e-12,
                              "from equilibrium nothing drifts, the condition broken")};
}

}  // namespace

void add_stability(Rows& rows, const Settings&) {
  rows.add("S-21", {"real", "spiral", "fast_spiral"}, s_21);
  rows.add("S-22", {"growing", "imaginary", "zero"}, s_22);
  rows.add("S-23", {"data", "early", "late"}, s_23);
  rows.add("S-25", {"ve_growth", "vp_growth", "ve_end", "vp_end"}, s_25);
  rows.add("S-26", {"exact", "frozen", "equilibrium"}, s_26);
}

}  // namespace kolmo::claims::score_based
