// KL and Fisher's divergence, and losses that are integrals over the time of a diffusion.

#include <cmath>
#include <numbers>

#include "claims/information/rows.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/core/statistics/gauss_hermite.hpp"
#include "kolmo/information_geometry/exponential_family.hpp"
#include "kolmo/score/objectives/losses.hpp"

namespace kolmo::claims::information {
namespace {

namespace geometry = information_geometry;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// KL(N(m₁, v₁)‖N(m₂, v₂)).
double kl(double m1, double v1, double m2, double v2) {
  const auto law = [](double m, double v) {
    return geometry::gaussian_natural(VectorXd::Constant(1, m), MatrixXd::Constant(1, 1, v));
  };
  return geometry::gaussian(1)->divergence(law(m1, v1), law(m2, v2));
}

/// Fisher's divergence E_p|s_p − s_q|² of the same.
double fisher_divergence(double m1, double v1, double m2, double v2) {
  return normal_mean([=](double x) { return std::pow((x - m2) / v2 - (x - m1) / v1, 2); }, m1, std::sqrt(v1));
}

/// Variances 1 + δ and 1: KL = δ²/4 + …, half of Fisher's divergence δ²/2 + …; along the heat flow KL falls
/// at that rate.
std::vector<verify::Check> a_47() {
  constexpr double d = 0.01;
  const double rate = slopes([](double t) { return kl(0.7, 1.96 + t, 0, 1 + t); }, 0.3, 1e-2).first;
  return {beside(0.5 * fisher_divergence(0, 1 + d, 0, 1) / (d * d),
                 verify::value_check(0.5 * (d - std::log1p(d)) / (d * d), kl(0, 1 + d, 0, 1) / (d * d), 1e-9,
                                     "(delta - log(1 + delta))/2",
                                     "KL/delta^2; half of Fisher's divergence as printed")),
          verify::value_check(-0.5 * fisher_divergence(0.7, 2.26, 0, 1.3), rate, 1e-7, "de Bruijn",
                              "rate of KL along the heat flow; -0.26561764 in data/reference/d_jko_ot.json")};
}

/// The model e^{−θx⁴/4}/Z and N(0, 1): KL beside E E_θ + log Z.
struct Fit {
  double kl, energy_and_log_z;
};
Fit fit(double theta) {
  const auto energy = [=](double x) { return theta * std::pow(x, 4) / 4; };
  const auto log_p = [](double x) { return -0.5 * x * x - 0.5 * std::log(2 * std::numbers::pi); };
  const double log_z = std::log(integral([&](double x) { return std::exp(-energy(x)); }, -12, 12));
  return {integral([&](double x) { return std::exp(log_p(x)) * (log_p(x) + energy(x) + log_z); }, -12, 12),
          normal_mean(energy) + log_z};
}

std::vector<verify::Check> a_48() {
  const double entropy = 0.5 * std::log(2 * std::numbers::pi * std::numbers::e);
  const Fit one = fit(0.2), other = fit(1.0 / 3);
  return {verify::value_check(one.kl - other.kl, one.energy_and_log_z - other.energy_and_log_z, 1e-12,
                              "the same as a function of theta", "from theta = 1/3 to 1/5"),
          beside(other.energy_and_log_z, verify::value_check(other.energy_and_log_z - entropy, other.kl,
                                                             1e-12, "less the entropy of the data",
                                                             "KL at theta = 1/3; E E + log Z as printed"))};
}

/// ½E|s_θ − ∇log p_t|² of s_θ = −kx on p_t = N(0, 1 + t), by the library's loss on quadrature nodes.
double loss_at(double k, double t) {
  const GaussHermite rule(6);
  const score::LinearField model(MatrixXd::Constant(1, 1, -k)), truth(MatrixXd::Constant(1, 1, -1 / (1 + t)));
  const Points x = std::sqrt(1 + t) * rule.nodes;
  Eigen::ArrayXd out(6);
  score::explicit_loss(model, truth, x, out);
  return (rule.weights * out).sum();
}

/// ∫₀ᵀ λ L dt: with λ = 1 it vanishes with T, with λ = 1/T, which tends to δ₀, it is the loss at 0.
std::vector<verify::Check> a_49() {
  constexpr double k = 0.4, horizon = 1e-6;
  const double weighted = integral([](double t) { return loss_at(k, t); }, 0, horizon, 1),
               plain = loss_at(k, 0);
  return {beside(plain, verify::value_check(horizon * plain, weighted, 1e-3 * horizon, "T L(0)",
                                            "lambda = 1, T = 1e-6; plain score matching as printed")),
          verify::value_check(plain, weighted / horizon, 1e-5, "L(0)", "lambda = 1/T")};
}

/// dX = 2 dW from N(0.5, 1), and a model whose score is that of a start N(0, 2): ½∫λ E|Δs|² dt + KL at T = 1.
double bound(double lambda) {
  const double lost =
      integral([](double t) { return fisher_divergence(0.5, 1 + 4 * t, 0, 2 + 4 * t); }, 0, 1, 8);
  return 0.5 * lambda * lost + kl(0.5, 5, 0, 6);
}

/// With λ = g² = 4 the loss bounds KL(p₀‖q₀), here with equality; with λ = 1 it stays below, and bounds
/// nothing.
std::vector<verify::Check> a_50() {
  const double direct = kl(0.5, 1, 0, 2), closed = 0.5 * (0.5 + 0.125 - 1 + std::log(2.0));
  return {verify::value_check(direct, bound(4), 1e-10, "KL of the starts", "lambda = g^2"),
          beside(bound(1), verify::value_check(closed, direct, 1e-12, "closed form",
                                               "KL; the loss with lambda = 1 as printed")),
          truth(bound(1) < direct, "with lambda = 1 the loss is below KL")};
}

}  // namespace

void add_divergences(Rows& rows) {
  rows.add("A-47", {"near_laws", "heat_flow"}, a_47);
  rows.add("A-48", {"in_theta", "entropy_of_data"}, a_48);
  rows.add("A-49", {"no_time", "all_weight_at_zero"}, a_49);
  rows.add("A-50", {"weight_g2", "weight_1", "no_bound"}, a_50);
}

}  // namespace kolmo::claims::information
