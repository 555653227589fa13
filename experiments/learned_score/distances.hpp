#pragma once
// Samples beside points of the law: distances, and what two draws of the law itself are apart.

#include "kolmo/core/parallel/block.hpp"
#include "learned_score/known_law.hpp"

namespace kolmo::learned_score {

struct Distances {
  double sliced;  ///< sliced W2
  double energy;  ///< energy distance (the square of a distance)
};
Distances distances(const Points& a, const Points& b);

/// Of n points each of the held-out law: mean and deviation of the sliced distance of eight pairs, the mean
/// of the energy distance.
struct Floor {
  double sliced, deviation, energy;
};
Floor floor_of(const KnownLaw& law, Index n, const RandomStream& stream);

}  // namespace kolmo::learned_score
