#include "kolmo/core/statistics/histogram.hpp"

#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo {
namespace {

/// The cell whose faces enclose x; lower ≤ x ≤ upper.
Index cell_of(double x, const Axis& axis) {
  Index cell = static_cast<Index>((x - axis.lower) / axis.width());
  cell = std::min(cell, axis.cells - 1);
  if (cell > 0 && x < axis.face(cell)) --cell;
  if (cell < axis.cells - 1 && x >= axis.face(cell + 1)) ++cell;
  return cell;
}

}  // namespace

Histogram histogram(const double* x, Index n, const Axis& axis) {
  const Grid checked({axis});
  require(n >= 1, "n", static_cast<double>(n), "a histogram needs at least 1 point");
  Histogram h{axis,
              n,
              0,
              0,
              Eigen::ArrayXd::Zero(axis.cells),
              Eigen::ArrayXd(axis.cells),
              Eigen::ArrayXd(axis.cells)};
  std::vector<Index> counts(static_cast<std::size_t>(axis.cells));
  for (Index i = 0; i < n; ++i) {
    if (x[i] < axis.lower) {
      ++h.below;
    } else if (x[i] > axis.upper) {
      ++h.above;
    } else if (std::isnan(x[i])) {
      throw InvalidArgument("x(" + number_text(i) + ")", x[i], "a histogram needs numbers");
    } else {
      ++counts[static_cast<std::size_t>(cell_of(x[i], axis))];
    }
  }
  const double size = static_cast<double>(n), unit = 1 / (size * axis.width());
  for (Index i = 0; i < axis.cells; ++i) {
    const double count = static_cast<double>(counts[static_cast<std::size_t>(i)]);
    h.counts(i) = count;
    h.density(i) = count * unit;
    h.error(i) = std::sqrt(count * (1 - count / size)) * unit;
  }
  return h;
}

}  // namespace kolmo
