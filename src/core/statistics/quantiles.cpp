#include "kolmo/core/statistics/quantiles.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo {
namespace {

double interpolated(const std::vector<double>& sorted, double u) {
  const double position = std::clamp(u, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double fraction = position - static_cast<double>(below);
  return sorted[below] + fraction * (sorted[below + 1] - sorted[below]);
}

}  // namespace

Estimate sample_quantile(const std::vector<double>& sorted, double u) {
  require(!sorted.empty(), "sorted.size", 0, "a quantile needs at least 1 point");
  require(u >= 0 && u <= 1, "u", u, "must be in [0, 1]");
  const double spread = std::sqrt(u * (1 - u) / static_cast<double>(sorted.size()));
  const double error = (interpolated(sorted, u + spread) - interpolated(sorted, u - spread)) / 2;
  return {interpolated(sorted, u), error};
}

}  // namespace kolmo
