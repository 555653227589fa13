#pragma once
// What schemes of underdamped Langevin dynamics alone have in common.

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// A scheme that sees a process as dq = p dt, dp = −∇V(q) dt − γ p dt + √(2γT) dW
/// (process::kinetic_structure) and steps no other one.
class KineticScheme : public SdeScheme {
 public:
  bool accepts(process::NoiseKind kind) const override { return kind == process::NoiseKind::constant; }
  bool can_step(const process::Process& process) const override;
};

}  // namespace kolmo::sde
