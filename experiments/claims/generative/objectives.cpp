// Hyvärinen's objective, integration by parts, denoising and likelihood.

#include <cmath>
#include <numbers>

#include "claims/generative/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/score/objectives/contrastive_divergence.hpp"
#include "kolmo/score/objectives/losses.hpp"

namespace kolmo::claims::generative {
namespace {

using score::Field;
using score::LinearField;

std::shared_ptr<const density::GaussianMixture> data() {
  return std::make_shared<density::GaussianMixture>(two_modes(1.5, 1));
}
LinearField linear(double k) { return LinearField(Eigen::MatrixXd::Constant(1, 1, -k)); }

double explicit_matching(const Field& field) {
  const auto score = score::score_of(data());
  return density::expectation(
      *data(), [&](const ConstBlock& x, Values out) { score::explicit_loss(field, *score, x, out); });
}
double hyvarinen(const Field& field) {
  return density::expectation(*data(),
                              [&](const ConstBlock& x, Values out) { score::hyvarinen_loss(field, x, out); });
}

/// E|s_θ − s|² of two fields differs by twice as much as E[∇·s_θ + ½|s_θ|²].
verify::Check c4_13() {
  const double printed = hyvarinen(linear(0.9)) - hyvarinen(linear(0.2));
  return beside(
      printed,
      verify::value_check(2 * printed, 2 * (explicit_matching(linear(0.9)) - explicit_matching(linear(0.2))),
                          1e-10, "E|s - t|^2 = 2 J_H + I"));
}

/// E[f s] = −E f′ for f = sin on a mixture.
verify::Check c4_14() {
  const density::GaussianMixture law = *data();
  return verify::value_check(-mean_on_line(law, [](double x) { return std::cos(x); }),
                             mean_on_line(law, [&](double x) { return std::sin(x) * score_at(law, x); }),
                             1e-12, "integration by parts");
}

/// On [−R, R] with N(0, 1): E[f s] + E f′ = [p f]. What must vanish is p f, not p.
std::vector<verify::Check> c4_16() {
  const auto p = [](double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); };
  const double reach = 12;
  const auto total = [&](const auto& f, const auto& slope) {
    return integral([&](double x) { return p(x) * (-x * f(x) + slope(x)); }, -reach, reach, 256);
  };
  const auto grows = [](double x) { return std::tanh(x) * std::exp(0.5 * x * x); };
  const auto slope_of_grows = [](double x) {
    return (1 - std::tanh(x) * std::tanh(x) + x * std::tanh(x)) * std::exp(0.5 * x * x);
  };
  // Uniform on [0, 1]: s = 0, p = 1 at both ends.
  const auto uniform = [](const auto& slope) { return integral(slope, 0, 1); };
  return {verify::value_check(
              0, total([](double x) { return std::sin(x); }, [](double x) { return std::cos(x); }), 1e-12,
              "p f -> 0"),
          beside(0, verify::value_check(2 / std::sqrt(2 * std::numbers::pi), total(grows, slope_of_grows),
                                        1e-8, "p -> 0, but p f -> 1/sqrt(2 pi): the condition broken")),
          verify::value_check(
              0, uniform([](double x) { return std::numbers::pi * std::cos(std::numbers::pi * x); }), 1e-12,
              "uniform law, f = sin(pi x): p does not vanish, p f does"),
          beside(0, verify::value_check(1, uniform([](double) { return 1.0; }), 1e-12,
                                        "uniform law, f = x: E f' = 1"))};
}

/// Finite differences of width w beside the derivative: off by O(w²).
std::vector<verify::Check> c4_17() {
  const auto field = score::score_of(std::make_shared<density::GaussianMixture>(two_modes(2, 1)));
  const auto mean = [&](double width) {
    return density::expectation(*data(), [&](const ConstBlock& x, Values out) {
      const Points v = Points::Ones(x.rows(), 1);
      if (width > 0)
        score::finite_difference_loss(*field, x, v, width, out);
      else
        score::sliced_loss(*field, x, v, out);
    });
  };
  const double exact = mean(0);
  return {verify::value_check(2, std::log2((mean(0.1) - exact) / (mean(0.05) - exact)), 0.02,
                              "order 2 in the width"),
          verify::value_check(exact, mean(1e-3), 1e-5, "the derivative itself")};
}

/// e^{−θx⁴/4} fitted to N(0, 1): denoising and Hyvärinen's matching have their least value at 1/5, likelihood
/// at 1/3.
std::vector<verify::Check> c4_20() {
  const score::ContrastiveProblem problem{
      [](double x) { return 0.25 * x * x * x * x; }, [](double x) { return x * x * x; },
      [](double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); }};
  const double likelihood = score::likelihood_theta(problem, 0.05, 2);
  return {
      beside(likelihood, verify::value_check(
                             0.2, score::score_matching_theta(problem, [](double x) { return 3 * x * x; }),
                             1e-10, "E phi''/E phi'^2 = 3/15")),
      verify::value_check(1.0 / 3, likelihood, 1e-9, "k_misc.json, score_matching_vs_KL_quartic_fit")};
}

/// DDPM's E½|ε − ε_θ|² for x_t = αx₀ + σε with α² + σ² = 1 and s_θ = −ε_θ/σ = −kx, on x₀ ~ ½N(±1.5, 1).
double ddpm_loss(double k, double sigma) {
  const double alpha = std::sqrt(1 - sigma * sigma);
  double total = 0;
  for (const double mean : {-1.5, 1.5})
    total += 0.5 * normal_mean({8, 8}, [=](const ConstBlock& u, Values out) {
               const Eigen::ArrayXd x = alpha * (u.col(0) + mean) + sigma * u.col(1);
               out = 0.5 * (u.col(1) - sigma * k * x).square();
             });
  return total;
}

/// ½E|s_θ − ∇log p_t|².
double explicit_at(double k, double sigma) {
  const double alpha = std::sqrt(1 - sigma * sigma);
  const density::GaussianMixture law = data()->blurred(Eigen::VectorXd::Zero(1), alpha, sigma * sigma);
  return mean_on_line(law, [&](double x) { return 0.5 * std::pow(-k * x - score_at(law, x), 2); });
}

/// The losses of two models differ by σ² times what explicit matching says; their values are not equal.
std::vector<verify::Check> c4_21() {
  const double sigma = 0.6;
  const double difference = explicit_at(0.9, sigma) - explicit_at(0.3, sigma);
  const double minimum = least_of_parabola([=](double k) { return explicit_at(k, sigma); });
  const density::GaussianMixture law = data()->blurred(Eigen::VectorXd::Zero(1), 0.8, sigma * sigma);
  const double constant = 0.5 * (1 - sigma * sigma * density::fisher_information(law)(0, 0));
  return {
      verify::value_check(sigma * sigma * difference, ddpm_loss(0.9, sigma) - ddpm_loss(0.3, sigma), 1e-10,
                          "(1 - abar) times, up to a constant"),
      verify::value_check(minimum, least_of_parabola([=](double k) { return ddpm_loss(k, sigma); }), 1e-9,
                          "equal minimisers"),
      beside(explicit_at(0.9, sigma),
             verify::value_check(sigma * sigma * explicit_at(0.9, sigma) + constant, ddpm_loss(0.9, sigma),
                                 1e-9, "weight and constant, the condition broken"))};
}

/// DDPM's weight: the loss at noise σ counts explicit matching σ²-fold, denoising matching with weight 1 does
/// not.
std::vector<verify::Check> c4_50() {
  const auto ratio = [](double sigma) {
    return (ddpm_loss(0.9, sigma) - ddpm_loss(0.3, sigma)) /
           (explicit_at(0.9, sigma) - explicit_at(0.3, sigma));
  };
  return {verify::value_check(0.36, ratio(0.6), 1e-9, "sigma^2"),
          beside(1, verify::value_check(0.01, ratio(0.1), 1e-9, "sigma^2: not one weight for all levels"))};
}

}  // namespace

void add_objectives(Rows& rows, const Settings&) {
  rows.add("C4-13", "difference_of_fields", c4_13);
  rows.add("C4-14", "sine", c4_14);
  rows.add("C4-16", {"vanishing", "not_vanishing", "uniform_vanishing", "uniform_not_vanishing"}, c4_16);
  rows.add("C4-17", {"order", "limit"}, c4_17);
  rows.add("C4-20", {"score_matching", "likelihood"}, c4_20);
  rows.add("C4-21", {"difference", "minimiser", "value"}, c4_21);
  rows.add("C4-50", {"weight", "weight_of_low_noise"}, c4_50);
}

}  // namespace kolmo::claims::generative
