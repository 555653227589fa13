#include "kolmo/sde/noise/brownian_bridge.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::sde {
namespace {

/// log 2⁻⁵³.
constexpr double smallest_exponent = -36.7368005696771;

/// What exp() is given at least where a uniform number is compared with it: below every uniform number, and
/// far from numbers whose exponential underflows, which cost a hundred times as much.
constexpr double enough = -40;

/// exponent = max(−2 (b − x)(b − y)/v, least), where v = 0 with the sign of its limit. Whether one exceeds
/// smallest_exponent.
KOLMO_VECTORISED bool exponents(double wall, const double* x, const double* y, const double* variance,
                                double least, double* exponent, Index n) {
  constexpr double tiny = std::numeric_limits<double>::min();
  std::uint64_t near = 0;
  for (Index i = 0; i < n; ++i) {
    const double v = variance[i] > tiny ? variance[i] : tiny;
    const double value = -2 * ((wall - x[i]) * (wall - y[i])) / v;
    exponent[i] = value > least ? value : least;
    near |= static_cast<std::uint64_t>(value > smallest_exponent);
  }
  return near != 0;
}

KOLMO_VECTORISED bool compare(const double* u, const double* p, std::uint8_t* met, Index n) {
  std::uint8_t any = 0;
  for (Index i = 0; i < n; ++i) {
    met[i] = static_cast<std::uint8_t>(u[i] < p[i]);
    any |= met[i];
  }
  return any != 0;
}

KOLMO_VECTORISED bool ends_beyond(double wall, const double* x, const double* y, std::uint8_t* met, Index n) {
  std::uint8_t any = 0;
  for (Index i = 0; i < n; ++i) {
    met[i] = static_cast<std::uint8_t>((wall - x[i]) * (wall - y[i]) <= 0);
    any |= met[i];
  }
  return any != 0;
}

}  // namespace

double crossing_probability(double wall, double x, double y, double variance) {
  double p = 0;
  exponents(wall, &x, &y, &variance, -std::numeric_limits<double>::infinity(), &p, 1);
  return std::exp(std::min(p, 0.0));
}

double crossing_fraction(double a, double c, double variance, double normal, double uniform) {
  const double m = c / a, half = normal * normal * variance / (2 * a * a);
  const double first = 1 / (m + half + std::sqrt(2 * m * half + half * half));
  // Not "≤ 1": with m = 0 and n = 0 the product is NaN, and the first root, ∞, is right.
  const double r = uniform * (1 + m * first) > 1 ? 1 / (m * m * first) : first;
  // r/(1 + r), also where r has overflowed.
  return 1 / (1 + 1 / r);
}

WallCrossings::WallCrossings(Index rows)
    : exponent_(rows, 1), uniform_(rows, 1), met_(static_cast<std::size_t>(rows)) {}

bool WallCrossings::draw(double wall, const double* x, const double* y, const double* variance, Index n,
                         const RandomStream& stream, Index first, std::uint32_t step, std::uint32_t draw) {
  if (!std::isfinite(wall) || !exponents(wall, x, y, variance, enough, exponent_.data(), n)) {
    std::fill_n(met_.begin(), n, std::uint8_t{0});
    return false;
  }
  stream.uniforms(first, step, uniform_.topRows(n), draw);
  exp(exponent_.data(), exponent_.data(), n);
  return compare(uniform_.data(), exponent_.data(), met_.data(), n);
}

bool WallCrossings::at_end(double wall, const double* x, const double* y, Index n) {
  if (std::isfinite(wall)) return ends_beyond(wall, x, y, met_.data(), n);
  std::fill_n(met_.begin(), n, std::uint8_t{0});
  return false;
}

}  // namespace kolmo::sde
