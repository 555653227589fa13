// Objectives: what they measure on a mixture, without sampling.

#include <cmath>

#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "claims/score_based/rows.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/score/objectives/losses.hpp"

namespace kolmo::claims::score_based {
namespace {

using score::Field;

constexpr double sigma = 0.5;

std::shared_ptr<const density::GaussianMixture> data() {
  return std::make_shared<density::GaussianMixture>(two_modes(1.5, 1));
}
std::shared_ptr<const density::GaussianMixture> blurred() {
  return std::make_shared<density::GaussianMixture>(
      data()->blurred(Eigen::VectorXd::Zero(1), 1, sigma * sigma));
}
score::LinearField linear(double k) { return score::LinearField(Eigen::MatrixXd::Constant(1, 1, -k)); }

/// E denoising_loss of the field on the mixture: component by component, 64 × 64 nodes, by which a score of
/// this mixture is integrated to 1e−9.
double denoising(const Field& field) {
  const density::GaussianMixture law = *data();
  double total = 0;
  for (Index k = 0; k < law.components(); ++k)
    total += law.weights()(k) * normal_mean({64, 64}, [&](const ConstBlock& u, Values out) {
               const Points x = u.col(0) + law.means()(k, 0);
               score::denoising_loss(field, x, u.rightCols(1), sigma, out);
             });
  return total;
}

double hyvarinen(const density::GaussianMixture& law, const Field& field) {
  return density::expectation(law,
                              [&](const ConstBlock& x, Values out) { score::hyvarinen_loss(field, x, out); });
}

double explicit_matching(std::shared_ptr<const density::GaussianMixture> law, const Field& field) {
  const auto score = score::score_of(law);
  return density::expectation(
      *law, [&](const ConstBlock& x, Values out) { score::explicit_loss(field, *score, x, out); });
}

/// On e^{−x}, x > 0, with the constant score −1, of the constant field −a: ½E|s_θ − s|² by quadrature.
double explicit_at_wall(double a) {
  return integral([=](double x) { return 0.5 * (1 - a) * (1 - a) * std::exp(-x); }, 0, 40);
}
double hyvarinen_at_wall(double a) {
  return integral([=](double x) { return 0.5 * a * a * std::exp(-x); }, 0, 40);
}

/// ½E|s_θ − s|² = J_H + ½I, both least at k = 1/Var; where p does not vanish at a wall the minima differ.
std::vector<verify::Check> s_12() {
  const auto law = data();
  const double half_fisher = 0.5 * density::fisher_information(*law).trace();
  return {verify::value_check(explicit_matching(law, linear(0.7)), hyvarinen(*law, linear(0.7)) + half_fisher,
                              1e-11, "Hyvarinen 2005, theorem 1"),
          verify::value_check(least_of_parabola([&](double k) { return explicit_matching(law, linear(k)); }),
                              least_of_parabola([&](double k) { return hyvarinen(*law, linear(k)); }), 1e-9,
                              "equal minimisers"),
          beside(1, verify::value_check(
                        0, least_of_parabola(hyvarinen_at_wall), 1e-9,
                        "e^-x, x > 0: the boundary term moves the minimum from 1, the condition broken")),
          verify::value_check(1, least_of_parabola(explicit_at_wall), 1e-9,
                              "e^-x: explicit matching is least at s")};
}

/// The denoising objective of ∇log p_σ is its least value, ½(1/σ² − I(p_σ)); that of ∇log p is larger by
/// ½E|∇log p − ∇log p_σ|².
std::vector<verify::Check> s_13() {
  const auto law = blurred();
  const double least = 0.5 * (1 / (sigma * sigma) - density::fisher_information(*law).trace());
  const auto clean = score::score_of(data());
  return {verify::value_check(least, denoising(*score::score_of(law)), 1e-8, "(d/s^2 - I)/2"),
          verify::value_check(least + explicit_matching(law, *clean), denoising(*clean), 1e-8,
                              "J = explicit matching on p_sigma + the least")};
}

/// J_DSM − J_H on p_σ is d/2σ² for every field.
std::vector<verify::Check> s_14() {
  const auto difference = [](const Field& field) { return denoising(field) - hyvarinen(*blurred(), field); };
  const double constant = 1 / (2 * sigma * sigma);
  return {
      verify::value_check(constant, difference(linear(0.7)), 1e-10, "d/2s^2: a linear field"),
      verify::value_check(constant, difference(*score::score_of(data())), 1e-8, "d/2s^2: the clean score")};
}

}  // namespace

void add_objectives(Rows& rows, const Settings&) {
  rows.add("S-12", {"identity", "minimiser", "wall", "explicit_at_wall"}, s_12);
  rows.add("S-13", {"least_value", "clean_score"}, s_13);
  rows.add("S-14", {"linear_field", "clean_score"}, s_14);
}

}  // namespace kolmo::claims::score_based
