#pragma once
// The probability flow.

#include <memory>

#include "kolmo/process/process.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::process {

/// v(t, x) = f(t, x) − ½ g²(t) ∇log p_t(x): the velocity whose flow carries p_0 to p_t. Where the noise is
/// not the same in every direction and everywhere, with D = G Gᵀ,
///     v = f − ½ ∇·D − ½ D ∇log p_t,   (∇·D)_j = Σ_k ∂D_jk/∂x_k,
///     ∇·v = ∇·f − ½ ∇·(∇·D) − ½ (∇·D)·∇log p_t − ½ Σ_jk D_jk ∂²log p_t/∂x_j∂x_k.
/// Source: Song et al. 2021, eq. 13 and appendix D.1 (eq. 37).
class ProbabilityFlow final : public VelocityField {
 public:
  /// process and score not null and of one dimension (else InvalidArgument). `scale`: on which scale each
  /// coordinate varies, d positive numbers, asked for by the divergence of a flow whose noise depends on the
  /// state alone: ∇·(∇·D) is taken by central differences of ∇·D over ε^⅓ of it, good to 1e−9 or so of what
  /// ∇·D is over the scale. Empty: that divergence throws Undefined. For other noise than scalar the
  /// divergence needs a score with a ScoreJacobian.
  ProbabilityFlow(std::shared_ptr<const Process> process, std::shared_ptr<const ScoreField> score,
                  Eigen::VectorXd scale = {});
  Index dimension() const override { return process_->dimension(); }
  void velocity(double t, const ConstBlock& x, Block out) const override;
  void velocity_and_divergence(double t, const ConstBlock& x, Block velocity,
                               Values divergence) const override;

 private:
  void velocity_of_spread(double t, const ConstBlock& x, const ConstBlock& score, Block out) const;
  void divergence_of_spread(double t, const ConstBlock& x, const ConstBlock& score,
                            const ConstBlock& jacobian, Values out) const;
  void add_second_divergence(double t, const ConstBlock& x, Values out) const;

  std::shared_ptr<const Process> process_;
  std::shared_ptr<const ScoreField> score_;
  Eigen::VectorXd scale_;
};

}  // namespace kolmo::process
