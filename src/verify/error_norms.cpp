#include "kolmo/verify/error_norms.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::verify {

ErrorNorms error_norms(const Grid& grid, const ConstValues& a, const ConstValues& b) {
  require(a.size() == grid.cells(), "a.size", static_cast<double>(a.size()), "must be the number of cells");
  require(b.size() == grid.cells(), "b.size", static_cast<double>(b.size()), "must be the number of cells");
  Eigen::ArrayXd difference(a.size());
  ErrorNorms norms;
  for (Index i = 0; i < a.size(); ++i) {
    difference(i) = std::abs(a(i) - b(i));
    if (!std::isfinite(difference(i)))
      throw InvalidArgument("a − b in cell " + number_text(i), difference(i), "must be finite");
    norms.maximum = std::max(norms.maximum, difference(i));
  }
  norms.l1 = sum(difference.data(), difference.size()) * grid.cell_volume();
  norms.l2 = std::sqrt(dot(difference.data(), difference.data(), difference.size()) * grid.cell_volume());
  return norms;
}

}  // namespace kolmo::verify
