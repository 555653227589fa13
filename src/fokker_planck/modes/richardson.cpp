#include "kolmo/fokker_planck/modes/richardson.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck {
namespace {

/// Differences that shrink by less than ratio^¼ from grid to grid show no limit.
constexpr double least_order = 0.25;

/// How far `value` is from the limit of the last three values if they approach it at the order that they
/// show: v₃ + (v₃ − v₂)/(q − 1), q = (v₂ − v₁)/(v₃ − v₂) (Aitken 1926).
double off_observed_order(double first, double second, double third, double ratio, double value) {
  const double before = second - first, last = third - second;
  if (last == 0) return 0;
  const double shrinks = before / last;
  if (!(shrinks > std::pow(ratio, least_order))) return 4 * (std::abs(before) + std::abs(last));
  return std::abs(third + last / (shrinks - 1) - value);
}

}  // namespace

Extrapolated extrapolate(const std::vector<Eigen::ArrayXd>& values, double ratio) {
  require(values.size() >= 2, "number of grids", static_cast<double>(values.size()), "must be at least 2");
  require(ratio > 1 && std::isfinite(ratio), "ratio", ratio, "must be finite and > 1");
  for (const Eigen::ArrayXd& v : values) {
    require(v.size() == values.front().size(), "size of values", static_cast<double>(v.size()),
            "must be the same on every grid");
  }
  std::vector<Eigen::ArrayXd> row = values;
  Eigen::ArrayXd without_coarsest = row.back();
  double power = 1;
  while (row.size() > 1) {
    without_coarsest = row.back();
    power *= ratio * ratio;
    for (std::size_t i = 0; i + 1 < row.size(); ++i)
      row[i] = row[i + 1] + (row[i + 1] - row[i]) / (power - 1);
    row.pop_back();
  }
  Extrapolated limit{row.front(), (row.front() - without_coarsest).abs()};
  const std::size_t n = values.size();
  for (Index k = 0; n >= 3 && k < limit.value.size(); ++k) {
    limit.error(k) = std::max(limit.error(k), off_observed_order(values[n - 3](k), values[n - 2](k),
                                                                 values[n - 1](k), ratio, limit.value(k)));
  }
  return limit;
}

}  // namespace kolmo::fokker_planck
