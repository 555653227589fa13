#include "weighted_points.hpp"

#include <algorithm>

#include "kolmo/core/parallel/memory.hpp"

namespace kolmo::sampling {

WeightedPoints::WeightedPoints(Index steps, Index chains, Index dimension) : chains_(chains) {
  require_memory(
      static_cast<double>(steps) * static_cast<double>(chains) * static_cast<double>(dimension + 1),
      "all steps of these chains", "take fewer draws, or fewer steps a draw");
  points_.resize(steps * chains, dimension);
  sum_.resize(steps, chains);
}

void WeightedPoints::see(Index step, Index first, const ChainView& chain) {
  points_.middleRows(step * chains_ + first, chain.x.rows()) = chain.x;
  for (Index i = 0; i < chain.x.rows(); ++i)
    sum_(step, first + i) = chain.weight(i) + (step > 0 ? sum_(step - 1, first + i) : 0);
}

Points WeightedPoints::at(double share) const {
  Points found(chains_, points_.cols());
  for (Index i = 0; i < chains_; ++i) {
    const double* begin = sum_.col(i).data();
    const double* end = begin + sum_.rows();
    const double* place = std::lower_bound(begin, end - 1, share * end[-1]);
    found.row(i) = points_.row((place - begin) * chains_ + i);
  }
  return found;
}

}  // namespace kolmo::sampling
