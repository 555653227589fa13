#include "spreading_rate.hpp"

#include <algorithm>
#include <limits>

#include "kolmo/core/simd/sum.hpp"

namespace kolmo::fokker_planck {

double spreading_rate(const Generator& generator) {
  double slowest = std::numeric_limits<double>::infinity();
  for (Index k = 0; k < generator.grid().dimension(); ++k) {
    const FaceRates& r = generator.rates(k);
    const double cells = static_cast<double>(generator.grid().axis(k).cells);
    const double faces = static_cast<double>(r.up.size());
    const double rate = (sum(r.up.data(), r.up.size()) + sum(r.down.data(), r.down.size())) / (2 * faces);
    slowest = std::min(slowest, rate / (cells * cells));
  }
  return slowest;
}

}  // namespace kolmo::fokker_planck
