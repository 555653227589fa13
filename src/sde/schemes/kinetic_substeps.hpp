#pragma once
// The three flows that splittings of underdamped Langevin dynamics are made of.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/process/kinetic_langevin.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::sde {

/// B: p ← p − h ∇V(q); `gradient` (of the shape of q) is overwritten.
void kick(const process::KineticStructure& structure, double h, const ConstBlock& q, Block p, Block gradient);

/// A: q ← q + h p.
void move(double h, const ConstBlock& p, Block q);

/// e^{−γh} and √(T (1 − e^{−2γh})): the O step of length h is p ← decay p + noise z.
struct Relaxation {
  double decay, noise;
};
Relaxation relaxation(const process::KineticStructure& structure, double h);

/// p ← decay p.
void damp(double decay, Block p);

}  // namespace kolmo::sde
