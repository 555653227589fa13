#include "learned_score/distances.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/energy_distance.hpp"
#include "kolmo/transport/exact/discrete.hpp"
#include "kolmo/transport/exact/sample_distances.hpp"

namespace kolmo::learned_score {
namespace {

constexpr Index pairs = 8;

/// W2 of as many points of each.
double exact_w2(const Points& a, const Points& b) {
  if (!transport::has_exact_transport()) return std::numeric_limits<double>::quiet_NaN();
  const Index n = std::min({a.rows(), b.rows(), exact_points});
  return std::sqrt(transport::exact_transport(a.topRows(n), b.topRows(n)).cost);
}

}  // namespace

Distances distances(const Points& a, const Points& b) {
  return {std::sqrt(transport::sliced_w2_squared(a, b, 64).w2_squared), exact_w2(a, b),
          energy_distance(a, b)};
}

Floor floor_of(const KnownLaw& law, Index n, const RandomStream& stream) {
  std::array<Distances, pairs> found{};
  for_each_task(pairs, [&](Index k) {
    const auto pair = static_cast<std::uint64_t>(k);
    found[pair] =
        distances(law.held_out(n, stream.role("first", pair)), law.held_out(n, stream.role("second", pair)));
  });
  Floor floor{};
  for (const auto& [mean, deviation, one] :
       {std::tuple{&floor.mean.sliced, &floor.deviation.sliced, &Distances::sliced},
        {&floor.mean.exact, &floor.deviation.exact, &Distances::exact},
        {&floor.mean.energy, &floor.deviation.energy, &Distances::energy}}) {
    double sum = 0, squares = 0;
    for (const Distances& pair : found) {
      sum += pair.*one;
      squares += pair.*one * (pair.*one);
    }
    *mean = sum / pairs;
    *deviation = std::sqrt(std::max(0.0, squares / pairs - *mean * *mean) * pairs / (pairs - 1));
  }
  return floor;
}

}  // namespace kolmo::learned_score
