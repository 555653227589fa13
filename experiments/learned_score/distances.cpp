#include "learned_score/distances.hpp"

#include <cmath>

#include "kolmo/core/statistics/energy_distance.hpp"
#include "kolmo/transport/sample_distances.hpp"

namespace kolmo::learned_score {

Distances distances(const Points& a, const Points& b) {
  return {std::sqrt(transport::sliced_w2_squared(a, b, 64).w2_squared), energy_distance(a, b)};
}

Floor floor_of(const KnownLaw& law, Index n, const RandomStream& stream) {
  constexpr int pairs = 8;
  double sum = 0, squares = 0, energy = 0;
  for (std::uint64_t k = 0; k < pairs; ++k) {
    const Distances d =
        distances(law.held_out(n, stream.role("first", k)), law.held_out(n, stream.role("second", k)));
    sum += d.sliced;
    squares += d.sliced * d.sliced;
    energy += d.energy;
  }
  const double mean = sum / pairs;
  return {mean, std::sqrt(std::max(0.0, squares / pairs - mean * mean) * pairs / (pairs - 1)),
          energy / pairs};
}

}  // namespace kolmo::learned_score
