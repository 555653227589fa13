#include "kolmo/green_flow/green_kernel.hpp"

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"

namespace kolmo::green_flow {

double log_sphere_area(Index d) {
  const double half = 0.5 * static_cast<double>(d);
  return std::numbers::ln2 + half * std::log(std::numbers::pi) - std::lgamma(half);
}

void require_positive_time(double t) {
  require(t > 0 && std::isfinite(t), "t", t,
          "a positive, finite time is wanted: as t falls to 0 the law shrinks to the points themselves, "
          "where its "
          "density has no value");
}

}  // namespace kolmo::green_flow
