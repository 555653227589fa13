#pragma once
// Targets whose laws are known.

#include "kolmo/sampling/kernels/markov_kernel.hpp"

namespace kolmo::langevin_sampling {

/// N(0, variance) in d dimensions.
std::shared_ptr<const sampling::Target> normal_target(double variance = 1, Index d = 1);
/// ½[N(1, 1) + N(−1, 1)], score −x + tanh x, and E cos X = e^{−½} cos 1 of it.
std::shared_ptr<const sampling::Target> tanh_target();
double tanh_cosine();
/// ∝ e^{−x⁴/4}, score −x³, and E X² = 2 Γ(¾)/Γ(¼) of it.
std::shared_ptr<const sampling::Target> quartic_target();
double quartic_square();
/// The density of N(0, 1).
double normal_density(double x);

sampling::KernelSettings with_step(double h);

}  // namespace kolmo::langevin_sampling
