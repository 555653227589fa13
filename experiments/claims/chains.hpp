#pragma once
// Langevin chains on Gaussians, whose steps are affine.

#include "kolmo/sampling/exact/affine_chain.hpp"

namespace kolmo::claims {

/// N(0, variance) in d dimensions, as a target.
std::shared_ptr<const sampling::Target> normal_target(double variance = 1, Index d = 1);

sampling::KernelSettings with_step(double h);

/// x ← x + h s + √(2h) ξ on N(0, variance I_d), as the library's kernel takes it.
sampling::AffineChain unadjusted_langevin(double variance, double h, Index d = 1);

}  // namespace kolmo::claims
