#pragma once
// SDE schemes with their coefficients open, and schemes with one classical mistake each.

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "kolmo/sde/sde_scheme.hpp"

namespace kolmo::wrong_on_purpose {

/// Everything as the scheme has it; the mistakes override one function.
class DecoratedScheme : public sde::SdeScheme {
 public:
  explicit DecoratedScheme(const SdeScheme& scheme) : claim_(scheme.claim()), scheme_(scheme) {}
  const Claim& claim() const override { return claim_; }
  Index workspace_blocks() const override { return scheme_.workspace_blocks(); }
  void step(const process::Process& process, double t, double h, Block x, sde::Increment& increment,
            sde::Workspace& workspace) const override {
    scheme_.step(process, t, h, x, increment, workspace);
  }

 protected:
  Claim claim_;

 private:
  const SdeScheme& scheme_;
};

/// A right scheme that claims other orders than it has.
class OtherClaim final : public DecoratedScheme {
 public:
  /// Every order that is claimed is moved by `change`.
  OtherClaim(const SdeScheme& scheme, double change) : DecoratedScheme(scheme) {
    for (std::optional<double> Claim::*order :
         {&Claim::order_time, &Claim::order_strong_additive, &Claim::order_weak_additive}) {
      if (claim_.*order) *(claim_.*order) += change;
    }
    claim_.name += change > 0 ? "/claims more" : "/claims less";
  }
};

/// Every step takes the noise of the block's first step, as where the step's number is left out of the
/// address. (A block passes through all times before its thread takes the next one.)
class ReusedStepNumber final : public DecoratedScheme {
 public:
  using DecoratedScheme::DecoratedScheme;
  void step(const process::Process& process, double t, double h, Block x, sde::Increment& increment,
            sde::Workspace& workspace) const override {
    thread_local std::optional<sde::Increment> first;
    if (t == 0) first.emplace(increment);
    DecoratedScheme::step(process, t, h, x, *first, workspace);
  }
};

/// The size of a step's noise: right, and three ways to get it wrong.
inline double exact_noise(const process::Process& p, double t, double h) {
  return std::sqrt(p.noise_variance(t, t + h));
}
inline double frozen_noise(const process::Process& p, double t, double h) {
  return p.diffusion(t) * std::sqrt(h);
}
inline double noise_without_root(const process::Process& p, double t, double h) {
  return p.noise_variance(t, t + h);
}
inline double halved_noise(const process::Process& p, double t, double h) {
  return std::sqrt(0.5 * p.noise_variance(t, t + h));
}

using NoiseSize = double (*)(const process::Process& p, double t, double h);

/// X ← X + a h f(t, X) + b h f(t + h, X̃) + s z with the predictor X̃ = X + h f(t, X) + s z: Heun's scheme with
/// a = b = ½ and s = √∫g², Euler–Maruyama with a = 1 and b = 0.
class OpenScheme final : public sde::SdeScheme {
 public:
  OpenScheme(const SdeScheme& claims_to_be, double a, double b, NoiseSize size = exact_noise)
      : claim_(claims_to_be.claim()), a_(a), b_(b), size_(size) {
    claim_.name += "/a = " + std::to_string(a) + ", b = " + std::to_string(b);
  }
  const Claim& claim() const override { return claim_; }
  Index workspace_blocks() const override { return 3; }
  void step(const process::Process& process, double t, double h, Block x, sde::Increment& increment,
            sde::Workspace& workspace) const override {
    const double size = size_(process, t, h);
    const ConstBlock z = increment.materialise();
    Block f = workspace.block(0, x.rows()), f_predicted = workspace.block(1, x.rows());
    Block predicted = workspace.block(2, x.rows());
    process.drift(t, x, f);
    predicted = x + h * f + size * z;
    process.drift(t + h, predicted, f_predicted);
    x += h * (a_ * f + b_ * f_predicted) + size * z;
  }

 private:
  Claim claim_;
  double a_, b_;
  NoiseSize size_;
};

}  // namespace kolmo::wrong_on_purpose
