#pragma once
// The probability flow.

#include <memory>

#include "kolmo/process/process.hpp"
#include "kolmo/process/score_field.hpp"

namespace kolmo::process {

/// v(t, x) = f(t, x) − ½ g²(t) ∇log p_t(x): the velocity whose flow carries p_0 to p_t (scalar noise).
/// Source: Song et al. 2021, eq. 13.
class ProbabilityFlow final : public VelocityField {
 public:
  /// process and score not null and of one dimension, scalar noise (else InvalidArgument).
  ProbabilityFlow(std::shared_ptr<const Process> process, std::shared_ptr<const ScoreField> score);
  Index dimension() const override { return process_->dimension(); }
  void velocity(double t, const ConstBlock& x, Block out) const override;
  void velocity_and_divergence(double t, const ConstBlock& x, Block velocity,
                               Values divergence) const override;

 private:
  std::shared_ptr<const Process> process_;
  std::shared_ptr<const ScoreField> score_;
};

}  // namespace kolmo::process
