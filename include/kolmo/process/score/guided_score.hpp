#pragma once
// Guidance: one score pushed on along another.

#include <memory>

#include "kolmo/process/score/score_field.hpp"

namespace kolmo::process {

/// s(t, x) = s_u + λ (s_c − s_u), s_u = ∇log p_t(x) and s_c = ∇log p_t(x | y). As s_c − s_u = ∇log p_t(y |
/// x), this is guidance by a classifier of weight w with λ = w (Dhariwal, Nichol 2021), and classifier-free
/// guidance (1 + w) s_c − w s_u with λ = 1 + w (Ho, Salimans 2022): the two are one family. λ = 0 is the
/// unconditional score, λ = 1 the conditional one. For any other λ this is the score of no noised law: it is
/// the gradient of log p_t p_t(y|x)^λ, and p_t p_t(y|x)^λ, t > 0, is not p_0 p_0(y|x)^λ after noise. So
/// reverse diffusion and probability flow end in two laws, and neither is that power.
class GuidedScore final : public ScoreField {
 public:
  /// Both scores there and of one dimension, λ finite (else InvalidArgument).
  GuidedScore(std::shared_ptr<const ScoreField> unconditional, std::shared_ptr<const ScoreField> conditional,
              double strength);
  Index dimension() const override { return unconditional_->dimension(); }
  void score(double t, const ConstBlock& x, Block out) const override;
  void score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const override;
  double strength() const { return strength_; }

 private:
  std::shared_ptr<const ScoreField> unconditional_, conditional_;
  double strength_;
};

/// Guidance of a Gaussian N(0, 1) under a variance-preserving process from B = ∞ by y = x + ε, ε ~ N(0, r²),
/// in closed form (c = 1 + r², q = r²/c, λ > 0):
///   reverse diffusion: mean y (1 − q^λ), variance r² (1 − q^{2λ−1})/(2λ − 1), −r² ln q at λ = ½;
///   probability flow: variance q^λ, mean λ y r^λ ∫₀¹ (c − α²)^{−λ/2−1} dα;
///   the power p(x) p(y|x)^λ: mean λy/(λ + r²), variance r²/(λ + r²).
/// All three are the posterior's y/c, q at λ = 1 alone. They follow from dα = −½ β α dt along the process.
struct GuidedGaussian {
  double mean, variance;
};
GuidedGaussian guided_diffusion(double strength, double value, double noise_variance);
GuidedGaussian guided_flow(double strength, double value, double noise_variance);
GuidedGaussian guided_power(double strength, double value, double noise_variance);

}  // namespace kolmo::process
