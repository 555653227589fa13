#pragma once
// Samples beside points of the law: distances, and what two draws of the law itself are apart.

#include "kolmo/core/parallel/block.hpp"
#include "learned_score/known_law.hpp"

namespace kolmo::learned_score {

/// Points a side of exact W2, at most: the network simplex takes a second for 2000, and 160 MB.
inline constexpr Index exact_points = 2000;

struct Distances {
  double sliced;  ///< sliced W2
  double exact;   ///< W2 of the first exact_points points of each; NaN without exact transport
  double energy;  ///< energy distance (the square of a distance)
};
Distances distances(const Points& a, const Points& b);

/// Of n points each of the held-out law: means over eight pairs, and deviations of W2 and its sliced form.
struct Floor {
  Distances mean, deviation;
};
Floor floor_of(const KnownLaw& law, Index n, const RandomStream& stream);

}  // namespace kolmo::learned_score
