#include "kolmo/process/score/guided_score.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/parallel/scratch.hpp"

namespace kolmo::process {

GuidedScore::GuidedScore(std::shared_ptr<const ScoreField> unconditional,
                         std::shared_ptr<const ScoreField> conditional, double strength)
    : unconditional_(std::move(unconditional)), conditional_(std::move(conditional)), strength_(strength) {
  if (!unconditional_) throw InvalidArgument("unconditional score: is null");
  if (!conditional_) throw InvalidArgument("conditional score: is null");
  require(conditional_->dimension() == unconditional_->dimension(), "dimension of the conditional score",
          static_cast<double>(conditional_->dimension()), "must be the unconditional one's");
  require(std::isfinite(strength), "strength of guidance", strength, "must be finite");
}

void GuidedScore::score(double t, const ConstBlock& x, Block out) const {
  Scratch scratch(x.rows(), x.cols());
  auto conditional = scratch.points();
  unconditional_->score(t, x, out);
  conditional_->score(t, x, conditional);
  out += strength_ * (conditional - out);
}

void GuidedScore::score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const {
  Scratch scratch(x.rows(), x.cols()), scratch_divergence(x.rows(), 1);
  auto conditional = scratch.points();
  auto divergence_conditional = scratch_divergence.values();
  unconditional_->score_and_divergence(t, x, score, divergence);
  conditional_->score_and_divergence(t, x, conditional, divergence_conditional);
  score += strength_ * (conditional - score);
  divergence += strength_ * (divergence_conditional - divergence);
}

namespace {

void require_guidance(double strength, double value, double noise_variance) {
  require(std::isfinite(strength) && strength > 0, "strength of guidance", strength,
          "must be positive and finite");
  require(std::isfinite(value), "observed value", value, "must be finite");
  require(std::isfinite(noise_variance) && noise_variance > 0, "variance of the observation's noise",
          noise_variance, "must be positive and finite");
}

}  // namespace

GuidedGaussian guided_diffusion(double strength, double value, double noise_variance) {
  require_guidance(strength, value, noise_variance);
  const double log_q = -std::log1p(1 / noise_variance), exponent = 2 * strength - 1;
  // (1 − q^e)/e, whose limit at e = 0 is −ln q.
  const double spread = exponent == 0 ? -log_q : -std::expm1(exponent * log_q) / exponent;
  return {-value * std::expm1(strength * log_q), noise_variance * spread};
}

GuidedGaussian guided_flow(double strength, double value, double noise_variance) {
  require_guidance(strength, value, noise_variance);
  const double c = 1 + noise_variance, root = std::sqrt(noise_variance);
  // α = √c tanh u makes of the integral one of a bounded smooth function: dα (c − α²)^{−λ/2−1} =
  // c^{−(λ+1)/2} cosh^λ u du; with r^λ the integrand is (r cosh u/√c)^λ ≤ 1, √c tanh u = 1 at the end.
  const double end = std::atanh(1 / std::sqrt(c));
  const GaussLegendre<20> rule;
  constexpr int panels = 64;
  const double half = 0.5 * end / panels;
  double sum = 0;
  for (int p = 0; p < panels; ++p)
    for (std::size_t i = 0; i < rule.nodes.size(); ++i)
      for (const double side : {-1.0, 1.0}) {
        const double u = half * (2 * p + 1 + side * rule.nodes[i]);
        sum += half * rule.weights[i] * std::pow(root * std::cosh(u) / std::sqrt(c), strength);
      }
  return {strength * value * sum / std::sqrt(c), std::exp(-strength * std::log1p(1 / noise_variance))};
}

GuidedGaussian guided_power(double strength, double value, double noise_variance) {
  require_guidance(strength, value, noise_variance);
  return {strength * value / (strength + noise_variance), noise_variance / (strength + noise_variance)};
}

}  // namespace kolmo::process
