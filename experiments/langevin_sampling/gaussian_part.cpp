// What is known on Gaussians: affine steps and their covariances.

#include <Eigen/LU>

#include "kolmo/core/number_text.hpp"
#include "kolmo/sampling/exact/affine_chain.hpp"
#include "langevin_sampling/known_targets.hpp"
#include "langevin_sampling/parts.hpp"

namespace kolmo::langevin_sampling {
namespace {

using namespace sampling;

verify::Check variance_check(double variance, double h) {
  const AffineChain chain = affine_chain(kernel("ula"), *normal_target(variance), with_step(h));
  return verify::value_check(variance / (1 - h / (2 * variance)), chain.stationary_covariance()(0, 0), 1e-12,
                             "s^2/(1 - h/2s^2)", "variance of ULA on N(0, s^2)")
      .shows("S-06");
}

/// Where the spectral radius of ULA's step passes 1.
verify::Check stability_check(double variance) {
  double inside = variance, outside = 3 * variance;
  while (outside - inside > 1e-10 * variance) {
    const double h = 0.5 * (inside + outside);
    (affine_chain(kernel("ula"), *normal_target(variance), with_step(h)).spectral_radius() < 1 ? inside
                                                                                               : outside) = h;
  }
  return verify::value_check(2 * variance, inside, 1e-8 * variance, "h < 2 s^2",
                             "largest stable step of ULA");
}

/// q² (0) and p² (1) of a splitting in the harmonic well.
verify::Check harmonic_check(const std::string& name, double h, Index coordinate) {
  const double small = 1 - h * h / 4;
  const double expected = name == "baoab"   ? (coordinate == 0 ? 1 : small)
                          : name == "obabo" ? (coordinate == 0 ? 1 / small : 1)
                                            : (coordinate == 0 ? 1 : 1 / small);
  const Eigen::MatrixXd c =
      affine_chain(kernel(name), *normal_target(), with_step(h)).stationary_covariance();
  return verify::value_check(expected, c(coordinate, coordinate), 1e-11,
                             "Leimkuhler and Matthews 2015, section 7.4",
                             coordinate == 0 ? "<q^2> in the harmonic well" : "<p^2> in the harmonic well");
}

/// The order of the worst entry of the covariance on N(0, diag(1, ¼)).
verify::OrderStudy covariance_study(const std::string& name, const std::vector<double>& steps) {
  const MarkovKernel& one = kernel(name);
  verify::OrderStudy study{"order_" + name, "largest error of a covariance, in the well diag(1, 4)"};
  study.claimed = one.claim().order(Sense::stationary).value();
  study.source = one.claim().source;
  study.scheme = name;
  study.h_long_name = "step";
  if (one.has_momenta()) study.next_term = 2;  // even powers of h alone
  const Eigen::Matrix2d scale = Eigen::Vector2d(1, 0.5).asDiagonal();
  const auto target = in_coordinates(normal_target(1, 2), Eigen::VectorXd::Zero(2), scale.inverse());
  for (const double h : steps) {
    KernelSettings settings = with_step(h);
    settings.rotation = 1;
    const Eigen::MatrixXd c = affine_chain(one, *target, settings).stationary_covariance();
    study.add(h, (c.topLeftCorner(2, 2) - scale * scale).cwiseAbs().maxCoeff());
  }
  return study;
}

/// n Var of the mean of x₁ per unit of time as h → 0, extrapolated over three steps (its error is a series in
/// h).
verify::Check rotation_check(double w) {
  double value[3];
  for (int k = 0; k < 3; ++k) {
    KernelSettings settings = with_step(0.01 / (1 << k));
    settings.rotation = w;
    value[k] = settings.step *
               affine_chain(kernel("irreversible"), *normal_target(1, 2), settings).asymptotic_variance();
  }
  const double first = 2 * value[1] - value[0], second = 2 * value[2] - value[1];
  return verify::value_check(2 / (1 + w * w), (4 * second - first) / 3, 1e-5,
                             "2/(1 + w^2): Hwang, Hwang-Ma and Sheu 1993",
                             "asymptotic variance of the mean of x_1");
}

}  // namespace

frame::Plan gaussian_plan() {
  frame::Plan plan{"Gaussian targets", "Steps are affine: covariances from one linear system each."};
  plan.in_parallel = true;
  for (const double variance : {1.0, 0.25}) {
    for (const double h : {0.01, 0.1, 0.3}) {
      plan.checks.push_back({"ula/variance/s2=" + number_text(variance) + "/h=" + number_text(h),
                             [=] { return variance_check(variance, h); }});
    }
    plan.checks.push_back(
        {"ula/stability/s2=" + number_text(variance), [=] { return stability_check(variance); }});
  }
  for (const char* name : {"baoab", "obabo", "aboba"}) {
    for (const double h : {0.1, 0.5, 1.0, 1.9}) {
      for (const Index coordinate : {0, 1}) {
        plan.checks.push_back({std::string(name) + (coordinate == 0 ? "/q2/h=" : "/p2/h=") + number_text(h),
                               [=] { return harmonic_check(name, h, coordinate); }});
      }
    }
  }
  plan.studies.push_back({"order_obabo", [] { return covariance_study("obabo", {0.2, 0.1, 0.05, 0.025}); }});
  plan.studies.push_back({"order_irreversible", [] {
                            return covariance_study("irreversible", {0.02, 0.01, 0.005, 0.0025});
                          }});
  for (const double w : {0.0, 1.0, 3.0})
    plan.checks.push_back(
        {"irreversible/asymptotic_variance/w=" + number_text(w), [=] { return rotation_check(w); }});
  return plan;
}

}  // namespace kolmo::langevin_sampling
