#include "frame/problem/standardised.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::frame {

Points standardised(Points points, const std::filesystem::path& file) {
  for (Index j = 0; j < points.cols(); ++j) {
    points.col(j) -= points.col(j).mean();
    const double variance = points.col(j).square().mean();
    if (!(variance > 0))
      throw InvalidData(file.string() + ": all points of column " + number_text(j + 1) + " are the same");
    points.col(j) /= std::sqrt(variance);
  }
  return points;
}

}  // namespace kolmo::frame
