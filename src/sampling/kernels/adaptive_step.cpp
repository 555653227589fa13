#include "kolmo/sampling/kernels/adaptive_step.hpp"

#include <cmath>

namespace kolmo::sampling {
namespace {

/// out = c/(‖∇s(x)‖_F + 1/ℓ²); place, up and down are overwritten, x is not.
void step_length(const Target& target, const KernelSettings& settings, const ConstBlock& x, Block place,
                 Block up, Block down, Values out) {
  const double delta = std::ldexp(settings.length, -17), inverse = 1 / (2 * delta);
  out.setZero();
  place = x;
  for (Index j = 0; j < x.cols(); ++j) {
    place.col(j) = x.col(j) + delta;
    target.score(place, up);
    place.col(j) = x.col(j) - delta;
    target.score(place, down);
    place.col(j) = x.col(j);
    for (Index k = 0; k < x.cols(); ++k) out += ((up.col(k) - down.col(k)) * inverse).square();
  }
  out = settings.step / (out.sqrt() + 1 / (settings.length * settings.length));
}

Claim adaptive_claim(StepCorrection correction) {
  const std::string names[] = {"adaptive_step", "adaptive_step_weighted", "adaptive_step_drift"};
  Claim claim{.name = names[static_cast<int>(correction)],
              .source =
                  "Lamberton and Pagès 2002, Bernoulli 8 (weights); Leroy, Leimkuhler, Latz and Higham 2024 "
                  "(drift)",
              .orders = {},
              .needs = "the score; c a pure number"};
  if (correction != StepCorrection::none) claim.orders = {{Sense::stationary, 1}};
  return claim;
}

}  // namespace

AdaptiveStep::AdaptiveStep(StepCorrection correction)
    : correction_(correction), claim_(adaptive_claim(correction)) {}

void AdaptiveStep::start(const Target& target, const KernelSettings& settings, ChainView chain) const {
  if (correction_ != StepCorrection::weights) return;
  sde::Workspace workspace(chain.x.cols(), 3);
  const Index rows = chain.x.rows();
  step_length(target, settings, chain.x, workspace.block(0, rows), workspace.block(1, rows),
              workspace.block(2, rows), chain.weight);
}

void AdaptiveStep::step(const Target& target, const KernelSettings& settings, ChainView chain,
                        const Draws& draws, sde::Workspace& workspace) const {
  const Index rows = chain.x.rows();
  Block a = workspace.block(0, rows), b = workspace.block(1, rows), c = workspace.block(2, rows),
        shifted = workspace.block(3, rows), gradient = workspace.block(4, rows);
  if (correction_ == StepCorrection::drift) {
    const double delta = std::ldexp(settings.length, -13);
    shifted = chain.x;
    for (Index j = 0; j < chain.x.cols(); ++j) {
      shifted.col(j) = chain.x.col(j) + delta;
      step_length(target, settings, shifted, a, b, c, chain.weight);
      gradient.col(j) = chain.weight;
      shifted.col(j) = chain.x.col(j) - delta;
      step_length(target, settings, shifted, a, b, c, chain.weight);
      gradient.col(j) = (gradient.col(j) - chain.weight) / (2 * delta);
      shifted.col(j) = chain.x.col(j);
    }
  }
  if (correction_ != StepCorrection::weights)
    step_length(target, settings, chain.x, a, b, c, chain.weight);  // else it is kept
  target.score(chain.x, a);
  draws.normals(b);
  for (Index j = 0; j < chain.x.cols(); ++j) {
    chain.x.col(j) += chain.weight * a.col(j) + (2 * chain.weight).sqrt() * b.col(j);
    if (correction_ == StepCorrection::drift) chain.x.col(j) += gradient.col(j);
  }
  if (correction_ == StepCorrection::weights)
    step_length(target, settings, chain.x, a, b, c, chain.weight);
  else
    chain.weight.setOnes();
}

}  // namespace kolmo::sampling
