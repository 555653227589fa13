#pragma once
// Euler–Maruyama with a tamed drift, for drifts that grow faster than linearly.

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// X ← X + h f/(1 + h |f|) + √V z (scalar noise) or + G ΔW (any other),   f, G at (t, X), |·| Euclidean.
///
/// A step of the drift is shorter than one whatever f is, so that moments stay bounded where those of
/// Euler–Maruyama explode (f = −x³). Source: Hutzenthaler, Jentzen and Kloeden (2012), Ann. Appl. Probab. 22,
/// equation (4).
class TamedEuler : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool accepts(process::NoiseKind) const override { return true; }
  Index workspace_blocks(const process::Process& process) const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
