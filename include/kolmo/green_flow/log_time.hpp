#pragma once
// A flow in the logarithm of its time.

#include <memory>

#include "kolmo/process/score/score_field.hpp"

namespace kolmo::green_flow {

/// dx/dτ = e^τ v(e^τ, x), τ = ln t: a velocity ~ 1/t is even in it, and steps of one length go down to any t
/// > 0. With lengths of time in another unit τ moves by a constant, so that steps do not change.
class OnLogTime final : public process::VelocityField {
 public:
  /// `velocity` not null (else InvalidArgument).
  explicit OnLogTime(std::shared_ptr<const process::VelocityField> velocity);
  Index dimension() const override { return velocity_->dimension(); }
  void velocity(double log_time, const ConstBlock& x, Block out) const override;
  void velocity_and_divergence(double log_time, const ConstBlock& x, Block velocity,
                               Values divergence) const override;

 private:
  std::shared_ptr<const process::VelocityField> velocity_;
};

}  // namespace kolmo::green_flow
