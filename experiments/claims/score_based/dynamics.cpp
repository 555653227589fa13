// Fields as dynamics: stationary laws, capped scores, and gradient ascent taken for the probability flow.

#include <algorithm>
#include <cmath>

#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "claims/score_based/rows.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/sampling/flow/score_flow.hpp"

namespace kolmo::claims::score_based {
namespace {

/// The covariance of dX = WX dt + √2 dW at t, from a point.
Eigen::MatrixXd covariance_at(const Eigen::MatrixXd& w, double t) {
  const Index d = w.rows();
  const process::LinearProcess process(w, Eigen::VectorXd::Zero(d),
                                       std::sqrt(2.0) * Eigen::MatrixXd::Identity(d, d));
  return process.law(Eigen::VectorXd::Zero(d), 1e-12 * Eigen::MatrixXd::Identity(d, d), t).covariance();
}

Eigen::MatrixXd one(double a) { return Eigen::MatrixXd::Constant(1, 1, a); }

/// s = +x is a gradient and has no stationary law; a W that is no gradient has one, with a current.
std::vector<verify::Check> s_18() {
  const Eigen::Matrix2d w{{-1.0, 0.8}, {-0.2, -0.5}};
  const Eigen::MatrixXd rest = covariance_at(w, 80);
  const Eigen::Matrix2d known{{1.5656565656565666, 0.7070707070707075},
                              {0.7070707070707074, 1.7171717171717173}};
  const Eigen::MatrixXd current = w * rest - rest * w.transpose();  // 0 in detailed balance
  // e^{16} − 1 over e^{8} − 1.
  return {beside(1, verify::value_check((std::exp(16.0) - 1) / (std::exp(8.0) - 1),
                                        covariance_at(one(1), 8)(0, 0) / covariance_at(one(1), 4)(0, 0), 1e-6,
                                        "s = +x: the variance is e^2t - 1")),
          verify::value_check(0, (rest - known).norm(), 1e-9,
                              "b_ou.json, nonconservative_linear_langevin: W S + S W^T = -2I"),
          // WS − SWᵀ = 2(WS + I) has the entries ±2((WS)₁₂ of the known S).
          verify::value_check(2 * std::sqrt(2.0) * std::abs((w * known)(0, 1)), current.norm(), 1e-8,
                              "not reversible")};
}

/// A score of N(0, ¼) whose slope is capped at κ.
std::vector<verify::Check> s_19() {
  const auto variance = [](double cap) { return covariance_at(one(-std::min(cap, 4.0)), 40)(0, 0); };
  return {verify::value_check(1 / 1.6, variance(1.6), 1e-12, "1/kappa > s^2 below the curvature 4"),
          beside(1.0 / 9, verify::value_check(0.25, variance(9), 1e-12,
                                              "a cap above it changes nothing, the condition broken"))};
}

/// E X² of points that began as quantiles of ½N(±2, 1), long after: x' = s carries them to the modes, the
/// probability flow of the Langevin process in equilibrium, f − ½g²s = s − s, leaves them where they are.
verify::Check s_20() {
  const density::GaussianMixture law = two_modes(2, 1);
  const Index n = 256;
  Points x(n, 1);
  for (Index i = 0; i < n; ++i)
    x(i, 0) = law.quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n));
  const double start = x.square().matrix().lpNorm<1>() / static_cast<double>(n);
  const Points end = sampling::streamlines(law, x, 400, 400).back();
  const double mode = zero_between([](double y) { return y - 2 * std::tanh(2 * y); }, 1, 3);
  return beside(start,
                verify::value_check(mode * mode, end.square().matrix().lpNorm<1>() / static_cast<double>(n),
                                    1e-6, "the modes, x = 2 tanh 2x"));
}

}  // namespace

void add_dynamics(Rows& rows, const Settings&) {
  rows.add("S-18", {"conservative_without_law", "law_without_potential", "current"}, s_18);
  rows.add("S-19", {"capped", "cap_above_curvature"}, s_19);
  rows.add("S-20", "second_moment_after_ascent", s_20);
}

}  // namespace kolmo::claims::score_based
