// Tweedie's formula, objectives of score matching, contrastive divergence.

#include <cmath>
#include <numbers>

#include "claims/information/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/core/statistics/gauss_hermite.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/score/models/linear_score.hpp"
#include "kolmo/score/objectives/contrastive_divergence.hpp"
#include "kolmo/score/objectives/losses.hpp"

namespace kolmo::claims::information {
namespace {

using density::GaussianMixture;
using Eigen::Array2d;
using Eigen::MatrixXd;

/// E[x₀ | αx₀ + σz = y], by Bayes' rule and quadrature.
double posterior_mean(const GaussianMixture& law, double alpha, double sigma, double y) {
  const auto weight = [&](double x) {
    return std::exp(log_density_at(law, x) - 0.5 * std::pow((y - alpha * x) / sigma, 2));
  };
  return integral([&](double x) { return x * weight(x); }, -12, 12, 120) / integral(weight, -12, 12, 120);
}

/// x + σ²s without scaling; with α < 1 what x + vs gives is α E[x₀|x].
std::vector<verify::Check> a_34() {
  const GaussianMixture law = density::mixture_1d(Array2d(0.3, 0.7), Array2d(-2, 1.5), Array2d(0.5, 0.8));
  const Eigen::VectorXd origin = Eigen::VectorXd::Zero(1);
  constexpr double y = 0.4, sigma = 0.7, alpha = 0.6, v = 1 - alpha * alpha;
  const double exploding = y + sigma * sigma * score_at(law.blurred(origin, 1, sigma * sigma), y),
               preserving = y + v * score_at(law.blurred(origin, alpha, v), y);
  const std::string source = "Bayes and quadrature";
  return {
      verify::value_check(posterior_mean(law, 1, sigma, y), exploding, 1e-11, source, "VE: x + sigma^2 s"),
      beside(preserving, verify::value_check(posterior_mean(law, alpha, std::sqrt(v), y), preserving / alpha,
                                             1e-11, source, "VP: (x + v s)/alpha; x + v s as printed"))};
}

/// The three components of the reference values, blurred by 0.3.
GaussianMixture blurred_three() {
  Points means(3, 2);
  means << -2, 1, 1, 1.5, 0.5, -2;
  const GaussianMixture law(
      Eigen::Array3d(0.25, 0.45, 0.3), means,
      density::Covariances::full({MatrixXd{{0.5, 0.2}, {0.2, 0.3}}, MatrixXd{{0.3, -0.1}, {-0.1, 0.6}},
                                  MatrixXd{{0.4, 0}, {0, 0.25}}}));
  return law.blurred(Eigen::VectorXd::Zero(2), 1, 0.09);
}

/// E(½|s_θ|² + ∇·s_θ) of s_θ = −Kx: from second moments, and as ½E|s_θ − s|² − ½I.
std::vector<verify::Check> a_35() {
  const GaussianMixture law = blurred_three();
  const MatrixXd k{{0.7, 0.2}, {-0.1, 0.5}};
  const score::LinearField field(-k);
  const auto truth = score::score_of(std::make_shared<GaussianMixture>(law));
  const double implicit = density::expectation(
                   law, [&](const ConstBlock&x, Values out) { score::hyvarinen_loss(field, x, out); }, 1e-11),
               by_score = density::expectation(
                   law, [&](const ConstBlock&x, Values out) { score::explicit_loss(field, *truth, x, out); },
                   1e-11);
  const MatrixXd second = law.covariance() + law.mean() * law.mean().transpose();
  return {verify::value_check(score::hyvarinen_of_linear(k, second), implicit, 1e-9, "1/2 tr K S K^T - tr K",
                              "-0.2810375 in data/reference/j_dsm.json"),
          verify::value_check(by_score - 0.5 * density::fisher_information(law).trace(), implicit, 1e-9,
                              "explicit loss less half of Fisher's information")};
}

using Loss = void (*)(const score::Field&, const ConstBlock&, const ConstBlock&, Values);

/// The mean of a loss of the field −Kx over x ~ N(0, I₂) and 16 unit probes, all round the circle.
double over_unit_probes(Loss loss, const MatrixXd& k) {
  const score::LinearField field(-k);
  const NormalNodes nodes = tensor_nodes({6, 6});
  Eigen::ArrayXd out(nodes.weights.size());
  double sum = 0;
  for (int j = 0; j < 16; ++j) {
    const double angle = 2 * std::numbers::pi * j / 16;
    const Points v = Eigen::RowVector2d(std::cos(angle), std::sin(angle)).replicate(out.size(), 1).array();
    loss(field, nodes.points, v, out);
    sum += (nodes.weights * out).sum() / 16;
  }
  return sum;
}

/// With unit probes the sliced loss is J_H/d; the one with ½|s|² in closed form has its minimum at s/d.
std::vector<verify::Check> a_36() {
  const MatrixXd k{{0.7, 0.2}, {-0.1, 0.5}}, identity = MatrixXd::Identity(2, 2);
  const auto reduced = [&](double scale) {
    return over_unit_probes(score::hutchinson_loss, scale * identity);
  };
  const auto sliced = [&](double scale) { return over_unit_probes(score::sliced_loss, scale * identity); };
  const std::string note = "k of -k x where the loss is least";
  return {verify::value_check(0.5 * score::hyvarinen_of_linear(k, identity),
                              over_unit_probes(score::sliced_loss, k), 1e-13, "J_H/d", "sliced loss"),
          verify::value_check(1, least_of_parabola(0, sliced(0), sliced(1), sliced(2)), 1e-12,
                              "the score is -x", note),
          beside(1, verify::value_check(0.5, least_of_parabola(0, reduced(0), reduced(1), reduced(2)), 1e-12,
                                        "1/d", note + ", with |s|^2/2 in closed form"))};
}

/// e^{−θx⁴/4} for N(0, 1).
score::ContrastiveProblem quartic() {
  return {[](double x) { return std::pow(x, 4) / 4; }, [](double x) { return x * x * x; },
          [](double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); }};
}

/// Long chains arrive at the likelihood's θ = 1/3, short ones at that of score matching, 1/5: with time k h
/// the fixed point leaves 1/5 linearly.
std::vector<verify::Check> a_46() {
  const score::ContrastiveProblem problem = quartic();
  const double long_chains = score::contrastive_fixed_point_of_flow(problem, 6, 120, 0.15, 0.4),
               likelihood = score::likelihood_theta(problem, 0.1, 0.5),
               one_step = score::contrastive_fixed_point(problem, 1e-3, 1, 0.15, 0.4),
               ascent = -score::contrast(problem, 0.25, 0.02, 200);
  return {verify::value_check(1.0 / 3, likelihood, 1e-9, "E x^4 = 3 = 1/theta", "maximum likelihood"),
          // Steps of 0.02 bias the model's mean by a share of that size.
          verify::value_check(1 / (4 * 0.25) - 0.75, ascent, 0.02, "E_theta x^4/4 - E x^4/4",
                              "gradient of the likelihood at theta = 1/4 by chains of 200 steps"),
          verify::value_check(likelihood, long_chains, 1e-3, "maximum likelihood",
                              "contrastive divergence, k h = 6"),
          beside(1.0 / 3, verify::value_check(0.2, one_step, 5e-3, "E 3x^2/E x^6 = 3/15",
                                              "contrastive divergence, one step of 0.001"))};
}

}  // namespace

void add_matching(Rows& rows) {
  rows.add("A-34", {"exploding", "preserving"}, a_34);
  rows.add("A-35", {"moments", "identity"}, a_35);
  rows.add("A-36", {"sliced", "sliced_minimiser", "reduced_minimiser"}, a_36);
  rows.add("A-46", {"likelihood", "ascent", "long_chains", "short_chains"}, a_46);
}

}  // namespace kolmo::claims::information
