#include "gibbs_support.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"

namespace kolmo::density {
namespace {

/// The search looks at distances 2^k (1 + j/128): one lattice in any unit of length, no two points further
/// apart than 0.8 % of their distance.
constexpr int lowest_exponent = -200, highest_exponent = 200, points_per_octave = 128;

/// Not a value that a search can go by: what formulas give where they overflow, such as x²/2 − log cosh x.
/// (+∞ is a wall.)
bool is_unusable(double v) { return std::isnan(v) || v == -std::numeric_limits<double>::infinity(); }

/// visit(x, V(x)) outwards from `start` in the direction `sign`, as far as values can be used.
template <class Visit>
void go_outwards(const Potential& potential, double start, double sign, const Visit& visit) {
  double x[points_per_octave], v[points_per_octave];
  for (int k = lowest_exponent; k <= highest_exponent; ++k) {
    for (int j = 0; j < points_per_octave; ++j) {
      x[j] = start + sign * std::ldexp(1 + static_cast<double>(j) / points_per_octave, k);
    }
    potential.value(Eigen::Map<const Points>(x, points_per_octave, 1),
                    Eigen::Map<Eigen::ArrayXd>(v, points_per_octave));
    for (int j = 0; j < points_per_octave; ++j) {
      if (is_unusable(v[j])) return;
      visit(x[j], v[j]);
    }
  }
}

}  // namespace

double value_at(const Potential& potential, double x) {
  double value = 0;
  potential.value(Eigen::Map<const Points>(&x, 1, 1), Eigen::Map<Eigen::ArrayXd>(&value, 1));
  return value;
}

std::pair<double, double> lowest(const Potential& potential) {
  double best = value_at(potential, 0), where = 0;
  if (is_unusable(best)) best = std::numeric_limits<double>::infinity();
  const auto look = [&](double x, double v) {
    if (v < best) best = v, where = x;
  };
  go_outwards(potential, 0, -1, look);
  go_outwards(potential, 0, 1, look);
  return {best, where};
}

double end_of_support(const Potential& potential, double start, double sign, double level) {
  double end = std::numeric_limits<double>::quiet_NaN();
  go_outwards(potential, start, sign, [&](double x, double v) {
    if (!(v > level)) end = std::numeric_limits<double>::quiet_NaN();
    if (v > level && std::isnan(end)) end = x;
  });
  if (std::isnan(end)) {
    throw NumericalFailure(
        "Gibbs density: e^{-V/T} does not decay as far as V can be evaluated; a potential that confines, or "
        "an "
        "interval, is needed");
  }
  return end;
}

}  // namespace kolmo::density
