#pragma once
// Velocity fields whose divergence is wrong, the velocity itself being right.

#include <memory>

#include "kolmo/process/score/score_field.hpp"

namespace kolmo::wrong_on_purpose {

/// A velocity of its own and factor · ∇·v.
class OwnedScaledDivergence final : public process::VelocityField {
 public:
  OwnedScaledDivergence(std::shared_ptr<const process::VelocityField> velocity, double factor)
      : velocity_(std::move(velocity)), factor_(factor) {}
  Index dimension() const override { return velocity_->dimension(); }
  void velocity(double t, const ConstBlock& x, Block out) const override { velocity_->velocity(t, x, out); }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    velocity_->velocity_and_divergence(t, x, out, divergence);
    divergence *= factor_;
  }

 private:
  std::shared_ptr<const process::VelocityField> velocity_;
  double factor_;
};

/// v and factor · ∇·v.
class ScaledDivergence final : public process::VelocityField {
 public:
  ScaledDivergence(const process::VelocityField& velocity, double factor)
      : velocity_(velocity), factor_(factor) {}
  Index dimension() const override { return velocity_.dimension(); }
  void velocity(double t, const ConstBlock& x, Block out) const override { velocity_.velocity(t, x, out); }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    velocity_.velocity_and_divergence(t, x, out, divergence);
    divergence *= factor_;
  }

 private:
  const process::VelocityField& velocity_;
  double factor_;
};

/// v and the divergence of another velocity.
class OtherDivergence final : public process::VelocityField {
 public:
  OtherDivergence(const process::VelocityField& velocity, const process::VelocityField& other)
      : velocity_(velocity), other_(other) {}
  Index dimension() const override { return velocity_.dimension(); }
  void velocity(double t, const ConstBlock& x, Block out) const override { velocity_.velocity(t, x, out); }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    other_.velocity_and_divergence(t, x, out, divergence);
    velocity_.velocity(t, x, out);
  }

 private:
  const process::VelocityField& velocity_;
  const process::VelocityField& other_;
};

}  // namespace kolmo::wrong_on_purpose
