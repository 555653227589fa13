// The linear score: denoising, implicit bias, and few data in many dimensions.

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <cmath>

#include "claims/quadrature.hpp"
#include "claims/score_based/rows.hpp"
#include "kolmo/score/models/linear_score.hpp"
#include "kolmo/score/objectives/losses.hpp"

namespace kolmo::claims::score_based {
namespace {

Eigen::Matrix3d covariance() { return Eigen::Matrix3d{{1.5, 0.4, 0.0}, {0.4, 0.8, -0.2}, {0.0, -0.2, 0.5}}; }

/// E of the denoising loss of s = −Kx on N(0, S), σ = ½: polynomials of degree 2 in point and noise.
double denoising(const Eigen::MatrixXd& k) {
  const score::LinearField field(-k);
  const Eigen::MatrixXd root = covariance().llt().matrixL();
  return normal_mean({2, 2, 2, 2, 2, 2}, [&](const ConstBlock& u, Values out) {
    const Points x = (u.leftCols(3).matrix() * root.transpose()).array();
    score::denoising_loss(field, x, u.rightCols(3), 0.5, out);
  });
}

/// J_DSM of j_dsm.json's K at σ = ½ beside J_H + σ²‖K‖² + d/2σ²; and where it is least.
std::vector<verify::Check> s_15() {
  const Eigen::Matrix3d k{{-1.4734028069252734, -0.2726604735037074, 1.3638284432277585},
                          {0.37002794653164933, 0.29253350998280586, -0.0619607351424988},
                          {-1.2195475545226733, 0.15191748033912833, -0.0860286700162345}};
  const double printed = score::hyvarinen_of_linear(k, covariance()) + 0.25 * k.squaredNorm() + 3 / 0.5;
  const Eigen::Matrix3d best = (covariance() + 0.25 * Eigen::Matrix3d::Identity()).inverse();
  const Eigen::Matrix3d printed_best = (covariance() + 0.5 * Eigen::Matrix3d::Identity()).inverse();
  // Along the line from the printed best to the right one the least value stands at 1.
  const double place =
      least_of_parabola([&](double u) { return denoising(printed_best + u * (best - printed_best)); });
  return {beside(printed, verify::value_check(11.595935741181611, denoising(k), 1e-11,
                                              "j_dsm.json, dsm_linear_gaussian")),
          beside(0, verify::value_check(1, place, 1e-9,
                                        "K* = (S + s^2 I)^-1; without the half (S + 2 s^2 I)^-1"))};
}

Eigen::Matrix3d start() { return Eigen::Matrix3d{{-0.5, 0.9, 0.1}, {-0.3, -1.0, 0.4}, {0.6, -0.2, -0.7}}; }

/// −d log‖antisymmetric part‖/dt of gradient descent with small steps between two times.
double decay(const Eigen::MatrixXd& c, double from, double to) {
  const double rate = 1e-3;
  const auto norm = [&](double t) {
    return score::antisymmetric_norm(
        score::descend_linear(start(), c, rate, static_cast<Index>(std::round(t / rate))));
  };
  return std::log(norm(from) / norm(to)) / (to - from);
}

/// C = 1.3 I: each step of descent multiplies the antisymmetric part by 1 − ηc.
std::vector<verify::Check> s_16() {
  const Eigen::Matrix3d c = 1.3 * Eigen::Matrix3d::Identity();
  const double step = score::antisymmetric_norm(score::descend_linear(start(), c, 0.1, 10)) /
                      score::antisymmetric_norm(start());
  return {verify::value_check(std::pow(1 - 0.13, 10), step, 1e-10, "(1 - eta c)^k"),
          // −log(1 − ηc)/η = c + ηc²/2.
          verify::value_check(1.3, decay(c, 0, 2), 1e-3, "e^-ct")};
}

/// C = diag(0.5, 1, 3): it decays too, in the end at λ_min; a symmetric start leaves symmetry for a while.
std::vector<verify::Check> s_17() {
  const Eigen::Matrix3d c = Eigen::Vector3d(0.5, 1, 3).asDiagonal();
  const Eigen::Matrix3d symmetric = -0.2 * Eigen::Matrix3d::Ones();
  const double later = score::antisymmetric_norm(score::flow_linear(symmetric, c, 1));
  // Entry (j, k) of e^{−Ct} on the right: −0.2 (e^{−c_k} − e^{−c_j}), half of it, twice each.
  double square = 0;
  for (int j = 0; j < 3; ++j)
    for (int k = 0; k < 3; ++k) square += std::pow(0.1 * (std::exp(-c(k, k)) - std::exp(-c(j, j))), 2);
  return {
      verify::value_check(0.5, decay(c, 16, 20), 2e-3, "lambda_min(C), isotropy or not"),
      beside(0, verify::value_check(std::sqrt(square), later, 1e-12,
                                    "a symmetric start is not symmetric at t = 1, the condition broken"))};
}

/// Mean of ‖Ŝ⁻¹ − I‖_F² over sets of n points of N(0, I_d) whose mean is known.
Estimate error_of_sets(Index n, Index d, Index sets, const RandomStream& stream) {
  Eigen::ArrayXd squares(sets);
  const Index group = std::max<Index>(16, (n + 15) / 16 * 16);
  for (Index i = 0; i < sets; ++i) {
    Points x(n, d);
    stream.normals(i * group, 0, x);
    squares(i) = (score::best_linear_of(x) - Eigen::MatrixXd::Identity(d, d)).squaredNorm();
  }
  return mean_estimate(squares.data(), sets);
}

/// Fifty points: 0.158 in two dimensions, 5.58 in ten.
std::vector<verify::Check> s_24(const Settings& settings) {
  const RandomStream stream = RandomStream(settings.seed).role("claims S-24");
  std::vector<verify::Check> checks;
  for (const auto& [d, known] : {std::pair<Index, double>{2, 0.15799842395587094}, {10, 5.582120582120581}})
    checks.push_back(mean_check(
        known, error_of_sets(50, d, settings.draws / 50, stream.role("sets", static_cast<std::uint64_t>(d))),
        settings.z(), 0, "j_dsm.json, finite_sample_linear_score"));
  checks.push_back(verify::value_check(55.33418475947211, score::error_of_linear_from_sample(50, 20, true),
                                       1e-9, "j_dsm.json: d = 20"));
  return checks;
}

}  // namespace

void add_linear_model(Rows& rows, const Settings& settings) {
  rows.add("S-15", {"value", "least"}, s_15);
  rows.add("S-16", {"descent", "rate"}, s_16);
  rows.add("S-17", {"rate", "symmetric_start"}, s_17);
  rows.add("S-24", {"two_dimensions", "ten_dimensions", "twenty_dimensions"}, [=] { return s_24(settings); });
}

}  // namespace kolmo::claims::score_based
