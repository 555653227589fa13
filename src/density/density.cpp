#include "kolmo/density/density.hpp"

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::density {

Points sample(const Density& density, const RandomStream& stream, Index n) {
  require(n >= 0, "number of samples", static_cast<double>(n), "must be at least 0");
  Points points(n, density.dimension());
  for_each_block(n, [&](Index, Index first, Index rows) {
    density.sample(stream, first, points.middleRows(first, rows));
  });
  return points;
}

}  // namespace kolmo::density
