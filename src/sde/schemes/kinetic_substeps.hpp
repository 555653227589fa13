#pragma once
// The three flows that splittings of underdamped Langevin dynamics are made of.

#include <string>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/parallel/block.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "kolmo/sde/schemes/workspace.hpp"

namespace kolmo::sde {

/// The claim of a symmetric splitting: weak order 2, and of what is at rest too.
Claim splitting_claim(std::string name, std::string source);

/// Positions and momenta of a block, and where gradients are written: the first half of block 0.
struct Phase {
  Phase(const process::Process& process, Block x, Workspace& workspace);
  process::KineticStructure structure;
  Block q, p, gradient;
};

/// B: p ← p − h ∇V(q).
void kick(double h, Phase& at);

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
