#pragma once
// What is compared of a coordinate that is a ring: nothing that depends on where it is cut.

#include "four_roads/comparison/quantities.hpp"

namespace kolmo::four_roads {

/// cos and sin of 2π k x_j/L, L the length of the ring of coordinate j.
Functional ring_cosine(const Problem& problem, Index j, int k);
Functional ring_sine(const Problem& problem, Index j, int k);
/// cos(2π (x_a/L_a − x_b/L_b)).
Functional ring_cosine_of_difference(const Problem& problem, Index a, Index b);
/// f_j(t, x): its mean is d/dt E of the position counted with its turns (Itô's integral has mean 0), which is
/// the current of the ring times its length.
Functional ring_velocity(const Problem& problem, Index j, double t);

/// √ of the mean of f_j² over sampled places of the domain: the size of a velocity where no law on the line
/// says it.
double typical_velocity(const Problem& problem, Index j);

}  // namespace kolmo::four_roads
