#pragma once
// SDE schemes with their coefficients open, and schemes with one classical mistake each.

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::wrong_on_purpose {

/// Everything as the scheme has it; the mistakes override one function.
class DecoratedScheme : public sde::SdeScheme {
 public:
  explicit DecoratedScheme(const SdeScheme& scheme) : claim_(scheme.claim()), scheme_(scheme) {}
  const Claim& claim() const override { return claim_; }
  bool accepts(process::NoiseKind kind) const override { return scheme_.accepts(kind); }
  bool accepts_dimension(Index dimension) const override { return scheme_.accepts_dimension(dimension); }
  bool can_step(const process::Process& process) const override { return scheme_.can_step(process); }
  double first_half_share(const process::Process& process, Index k, double begin, double middle,
                          double end) const override {
    return scheme_.first_half_share(process, k, begin, middle, end);
  }
  Index quadrature_nodes() const override { return scheme_.quadrature_nodes(); }
  bool has_postprocessor() const override { return scheme_.has_postprocessor(); }
  void postprocess(const process::Process& process, double t, double h, Block x, sde::Increment& increment,
                   sde::Workspace& workspace) const override {
    scheme_.postprocess(process, t, h, x, increment, workspace);
  }
  sde::PathDetail path_detail(const process::Process& process) const override {
    return scheme_.path_detail(process);
  }
  Index workspace_blocks(const process::Process& process) const override {
    return scheme_.workspace_blocks(process);
  }
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
    for (Order& order : claim_.orders) order.value += change;
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

/// What OpenScheme leaves open. Heun's scheme as it stands; Euler–Maruyama with a = 1 and b = 0.
struct Coefficients {
  std::string mistake;
  double a = 0.5, b = 0.5;
  double predictor_noise = 1;
  double corrector_time = 1;
  double (*noise)(const process::Process& p, double t, double h) = exact_noise;
};

/// X ← X + a h f(t, X) + b h f(t + corrector_time · h, X̃) + s z,   X̃ = X + h f(t, X) + predictor_noise · s z.
class OpenScheme final : public sde::SdeScheme {
 public:
  OpenScheme(const SdeScheme& claims_to_be, Coefficients coefficients)
      : claim_(claims_to_be.claim()), open_(std::move(coefficients)) {
    claim_.name += "/" + open_.mistake;
  }
  const Claim& claim() const override { return claim_; }
  Index workspace_blocks(const process::Process&) const override { return 3; }
  void step(const process::Process& process, double t, double h, Block x, sde::Increment& increment,
            sde::Workspace& workspace) const override {
    const double size = open_.noise(process, t, h);
    const ConstBlock z = increment.materialise();
    Block f = workspace.block(0, x.rows()), f_predicted = workspace.block(1, x.rows());
    Block predicted = workspace.block(2, x.rows());
    process.drift(t, x, f);
    predicted = x + h * f + open_.predictor_noise * size * z;
    process.drift(t + open_.corrector_time * h, predicted, f_predicted);
    x += h * (open_.a * f + open_.b * f_predicted) + size * z;
  }

 private:
  Claim claim_;
  Coefficients open_;
};

/// X ← X + h f + g √h z + correction · h g ∂g/∂x (z² − compensator), for diagonal noise. Milstein's scheme
/// with ½ and 1.
class OpenMilstein final : public sde::SdeScheme {
 public:
  OpenMilstein(const std::string& mistake, double correction, double compensator = 1)
      : claim_(sde::scheme("milstein").claim()), correction_(correction), compensator_(compensator) {
    claim_.name += "/" + mistake;
  }
  const Claim& claim() const override { return claim_; }
  bool accepts(process::NoiseKind kind) const override { return kind == process::NoiseKind::diagonal; }
  Index workspace_blocks(const process::Process&) const override { return 3; }
  void step(const process::Process& process, double t, double h, Block x, sde::Increment& increment,
            sde::Workspace& workspace) const override {
    const ConstBlock z = increment.materialise();
    Block f = workspace.block(0, x.rows()), g = workspace.block(1, x.rows());
    Block g_x = workspace.block(2, x.rows());
    process.drift(t, x, f);
    process.diffusion_diagonal(t, x, g);
    process.diffusion_derivative(t, x, g_x);
    x += h * f + g * (std::sqrt(h) * z + correction_ * h * g_x * (z.square() - compensator_));
  }

 private:
  Claim claim_;
  double correction_, compensator_;
};

}  // namespace kolmo::wrong_on_purpose
