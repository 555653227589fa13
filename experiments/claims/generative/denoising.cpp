// Denoising: Tweedie's formula, the last step, weights of levels, and what networks may predict.

#include <cmath>

#include "claims/generative/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/measure/problems/three_components.hpp"
#include "kolmo/sampling/annealing/noise_ladder.hpp"
#include "kolmo/score/objectives/losses.hpp"
#include "kolmo/score/objectives/parametrisation.hpp"

namespace kolmo::claims::generative {
namespace {

/// E[x | y] of the mixture in the plane at σ = 0.7 by Bayes' rule and quadrature, beside y + σ²∇log p_σ(y).
std::vector<verify::Check> c4_19() {
  const density::GaussianMixture law = measure::three_components();
  const Eigen::Vector2d y(0.4, -0.3);
  const double v = 0.49;
  const auto mean_of = [&](Index coordinate) {
    return density::expectation(law, [&](const ConstBlock& x, Values out) {
      for (Index i = 0; i < x.rows(); ++i) {
        const Eigen::Vector2d place = x.row(i).matrix().transpose();
        out(i) = std::exp(-(y - place).squaredNorm() / (2 * v)) * (coordinate < 0 ? 1 : place(coordinate));
      }
    });
  };
  const double mass = mean_of(-1);
  const Eigen::Vector2d posterior(mean_of(0) / mass, mean_of(1) / mass);
  const Eigen::VectorXd score = score_at(law.blurred(Eigen::Vector2d::Zero(), 1, v), y);
  return {verify::value_check(posterior(0), y(0) + v * score(0), 1e-10, "E[x|y] by Bayes' rule"),
          verify::value_check(posterior(1), y(1) + v * score(1), 1e-10, "E[x|y] by Bayes' rule"),
          verify::value_check(0.5750275404331713, score(0), 1e-12, "j_dsm.json, tweedie")};
}

/// Var(y + σ²s(y)) of data N(0, 1), σ = 0.6, y exactly N(0, 1.36): the last step gives posterior means, which
/// vary less.
std::vector<verify::Check> c4_32() {
  const auto variance = [](double data, double sigma) {
    const density::GaussianMixture law = density::gaussian_1d(0, std::sqrt(data + sigma * sigma));
    return mean_on_line(law, [&](double y) { return std::pow(y + sigma * sigma * score_at(law, y), 2); });
  };
  return {beside(1, verify::value_check(1 / 1.36, variance(1, 0.6), 1e-11, "c^2/(c + s^2)")),
          verify::value_check(1, variance(1, 0.01), 2e-4,
                              "a small last level: c to a relative s^2, the condition met")};
}

/// E of the denoising loss of the score 0, and so its gradient's scale, at two levels of a ladder: 1/σ²
/// without a weight.
std::vector<verify::Check> c4_48() {
  const score::LinearField none(Eigen::Matrix2d::Zero());
  const auto loss = [&](double sigma) {
    return normal_mean({2, 2, 2, 2}, [&](const ConstBlock& u, Values out) {
      score::denoising_loss(none, u.leftCols(2), u.rightCols(2), sigma, out);
    });
  };
  return {beside(1, verify::value_check(1e4, loss(0.01) / loss(1), 1e-7,
                                        "unweighted: the least noise outweighs the rest")),
          verify::value_check(1, 1e-4 * loss(0.01) / loss(1), 1e-11,
                              "weighted with sigma^2: equal shares, the condition met")};
}

/// Three schedules between the same ends, and ε ↔ score.
std::vector<verify::Check> c4_49() {
  using sampling::LadderSpacing;
  const auto middle = [](LadderSpacing spacing) { return sampling::noise_ladder(spacing, 10, 0.1, 3)[1]; };
  const Points x = Points::Constant(1, 1, 0.8);
  Points value = Points::Constant(1, 1, -0.5);
  score::convert(score::Output::noise, score::Output::score, 1, 0.25, x, value);
  return {verify::value_check(1, middle(LadderSpacing::geometric), 1e-14, "sqrt(10 * 0.1)"),
          verify::value_check(5.05, middle(LadderSpacing::linear), 1e-14, "(10 + 0.1)/2"),
          verify::value_check(5.05, middle(LadderSpacing::cosine), 1e-14, "(10 + 0.1)/2"),
          verify::value_check(2, value(0, 0), 1e-14, "-epsilon/sigma")};
}

}  // namespace

void add_denoising(Rows& rows, const Settings&) {
  rows.add("C4-19", {"first_coordinate", "second_coordinate", "score"}, c4_19);
  rows.add("C4-32", {"variance", "small_level"}, c4_32);
  rows.add("C4-48", {"unweighted", "weighted"}, c4_48);
  rows.add("C4-49", {"geometric", "linear", "cosine", "conversion"}, c4_49);
}

}  // namespace kolmo::claims::generative
