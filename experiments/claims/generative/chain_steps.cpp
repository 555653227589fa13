// Steps of Langevin chains: their bias, their acceptance, preconditioners and rates.

#include <Eigen/LU>
#include <cmath>
#include <numbers>

#include "claims/chains.hpp"
#include "claims/generative/rows.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/sampling/chains/run_chains.hpp"
#include "kolmo/sampling/exact/acceptance.hpp"

namespace kolmo::claims::generative {
namespace {

double variance_of_chain(double variance, double h) {
  return unadjusted_langevin(variance, h).stationary_covariance()(0, 0);
}

/// x + (ε/2)s + √ε z with ε_B = 2ε_A is x + ε_A s + √(2ε_A) z; with one table in the other form the step is
/// twice as long.
std::vector<verify::Check> c4_33() {
  const double epsilon = 0.3;
  return {verify::value_check(1.081081081081081, variance_of_chain(1, epsilon / 2), 1e-12,
                              "i_langevin.json, ula: var_B"),
          beside(1.081081081081081,
                 verify::value_check(1.1764705882352942, variance_of_chain(1, epsilon), 1e-12,
                                     "i_langevin.json: var_A, the same table in the other form"))};
}

sampling::OneStep mala_step(double h) {
  const auto normal = [](double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); };
  return sampling::one_step(sampling::kernel("mala"), *normal_target(), with_step(h), normal,
                            [](double x) { return x * x; });
}

/// MALA keeps E x² = 1; the same step without rejection does not.
std::vector<verify::Check> c4_41() {
  return {verify::value_check(1, mala_step(0.3).mean, 1e-9, "MALA: the law is kept"),
          beside(1, verify::value_check(1 / (1 - 0.15), variance_of_chain(1, 0.3), 1e-12,
                                        "acceptance 1 is ULA: biased, the condition broken"))};
}

/// The mean acceptance on N(0, 1) at h = 1; and of one decision for a batch of ten chains, as the code has
/// it.
std::vector<verify::Check> c4_42(const Settings& settings) {
  const RandomStream stream = RandomStream(settings.seed).role("claims C4-42");
  Points x(settings.draws, 10);
  stream.role("start").normals(0, 0, x);
  sampling::Chains chains(x);
  const auto target = normal_target(1, 10);
  const sampling::ChainPlan plan{*target, sampling::kernel("mala"), with_step(1), 1, stream.role("steps")};
  sampling::run_chains(plan, chains);
  const Eigen::ArrayXd accepted = chains.log_ratio.min(0).unaryExpr([](double r) { return std::exp(r); });
  const double closed = 1 - 2 / std::numbers::pi * std::asin(1 / std::sqrt(3.0 * 3.0));
  return {verify::value_check(closed, mala_step(1).acceptance, 1e-6, "1 - (2/pi) asin(1/3)"),
          beside(closed, mean_check(0.28969161205100846, mean_estimate(accepted.data(), accepted.size()),
                                    settings.z(), 0,
                                    "i_langevin.json, mala_N01: ten log ratios summed into one decision"))};
}

/// Rates (1 − eigenvalues of the step)/h of N(0, diag(1, 100)) preconditioned by M: their largest over their
/// least.
double condition(const Eigen::Matrix2d& root_of_m) {
  const Eigen::Matrix2d stretch = Eigen::Vector2d(1, 10).asDiagonal();
  // The law of Σ^{½}N(0, I), in coordinates in which M is the identity.
  const auto target =
      sampling::in_coordinates(normal_target(1, 2), Eigen::Vector2d::Zero(), stretch.inverse() * root_of_m);
  const auto chain = sampling::affine_chain(sampling::kernel("ula"), *target, with_step(1e-6));
  const Eigen::Array2d rates = 1 - chain.scale.diagonal().array();
  return rates.maxCoeff() / rates.minCoeff();
}

/// M = Σ makes all rates one; M = Σ⁻¹ squares the condition number 100.
std::vector<verify::Check> c4_44() {
  const Eigen::Matrix2d root = Eigen::Vector2d(1, 10).asDiagonal(),
                        inverse = Eigen::Vector2d(1, 0.1).asDiagonal();
  return {verify::value_check(1, condition(root), 1e-8, "M = S"),
          beside(1, verify::value_check(1e4, condition(inverse), 1e-3,
                                        "i_langevin.json: M = S^-1, which the note takes for the best")),
          verify::value_check(100, condition(Eigen::Matrix2d::Identity()), 1e-6, "M = I")};
}

/// U = ½m x², m = 4: means contract by 1 − mε a step, and W2 between chain and law in the end is of order ε.
std::vector<verify::Check> c4_45() {
  const double m = 4, h = 0.05;
  const auto left = [=](double step) {
    return std::abs(std::sqrt(variance_of_chain(1 / m, step)) - std::sqrt(1 / m));
  };
  return {verify::value_check(1 - m * h, unadjusted_langevin(1 / m, h).scale(0, 0), 1e-12, "1 - m epsilon"),
          verify::value_check(2, left(2e-4) / left(1e-4), 1e-3, "W2 bias of order epsilon"),
          truth(unadjusted_langevin(1 / m, 0.6).spectral_radius() > 1,
                "h > 2/L: no contraction, the condition broken", false)};
}

}  // namespace

void add_chains(Rows& rows, const Settings& settings) {
  rows.add("C4-33", {"half_step", "doubled_step"}, c4_33);
  rows.add("C4-41", {"metropolised", "unadjusted"}, c4_41);
  rows.add("C4-42", {"acceptance", "batch"}, [=] { return c4_42(settings); });
  rows.add("C4-44", {"covariance", "inverse_covariance", "identity"}, c4_44);
  rows.add("C4-45", {"contraction", "bias", "too_long_step"}, c4_45);
}

}  // namespace kolmo::claims::generative
