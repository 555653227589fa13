#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/core/number_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "core/integer_power.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/sort.hpp"

namespace kolmo {
namespace {

/// Mean of x^k over [a, b]: (b^{k+1} − a^{k+1})/((k + 1)(b − a)) = Σ_i a^i b^{k−i}/(k + 1), by Horner.
double mean_power(double a, double b, int k) {
  double total = 1, a_power = 1;
  for (int i = 1; i <= k; ++i) {
    a_power *= a;
    total = total * b + a_power;
  }
  return total / (k + 1);
}

/// ∫_a^b √(u(1 − u)) du, 0 ≤ a ≤ b ≤ 1. With u = sin²θ the integrand is ½ sin² 2θ: entire, and no digits
/// cancel. Ten-point Gauss–Legendre is exact to 1e−13 of it on the whole of [0, π/2].
double root_integral(double a, double b) {
  static const GaussLegendre<10> rule;
  const auto angle = [](double u) { return std::atan2(std::sqrt(u), std::sqrt(1 - u)); };
  const double from = angle(a), to = angle(b), centre = (from + to) / 2, half = (to - from) / 2;
  const auto integrand = [](double theta) { return std::sin(2 * theta) * std::sin(2 * theta) / 2; };
  double total = 0;
  for (std::size_t i = 0; i < rule.half; ++i) {
    const double shift = half * rule.nodes[i];
    total += rule.weights[i] * (integrand(centre - shift) + integrand(centre + shift));
  }
  return total * half;
}

std::string element(const char* name, std::size_t i) {
  return std::string(name) + "[" + number_text(i) + "]";
}

void require_finite(const std::vector<double>& x) {
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!std::isfinite(x[i])) throw InvalidArgument(element("x", i), x[i], "must be finite");
}

}  // namespace

Law1D::Law1D(std::vector<double> points, std::vector<double> levels)
    : points_(std::move(points)), levels_(std::move(levels)) {}

Law1D Law1D::from_samples(std::vector<double> x) {
  require_finite(x);
  sort(x);
  return from_sorted(std::move(x));
}

Law1D Law1D::from_sorted(std::vector<double> x) {
  require(!x.empty(), "x.size", 0, "a law needs at least 1 point");
  require_finite(x);
  for (std::size_t i = 1; i < x.size(); ++i)
    if (x[i] < x[i - 1])
      throw InvalidArgument(element("x", i), x[i], "must not be below the number before it");
  return {std::move(x), {}};
}

Law1D Law1D::from_cdf(std::vector<double> x, std::vector<double> cdf) {
  require(x.size() >= 2, "x.size", static_cast<double>(x.size()), "a table needs at least 2 nodes");
  require(cdf.size() == x.size(), "cdf.size", static_cast<double>(cdf.size()), "must be the number of nodes");
  require_finite(x);
  require(cdf.front() == 0, "cdf[0]", cdf.front(), "must be 0");
  require(cdf.back() == 1, "cdf[last]", cdf.back(), "must be 1");
  for (std::size_t i = 1; i < x.size(); ++i) {
    if (!(x[i] > x[i - 1])) throw InvalidArgument(element("x", i), x[i], "must be above the node before it");
    if (!(cdf[i] >= cdf[i - 1])) throw InvalidArgument(element("cdf", i), cdf[i], "must not decrease");
  }
  return {std::move(x), std::move(cdf)};
}

Law1D Law1D::from_density(const Axis& axis, const double* density, double mass_tolerance,
                          double negative_mass) {
  const Grid checked({axis});
  const auto cells = static_cast<std::size_t>(axis.cells);
  std::vector<double> x(cells + 1), cdf(cells + 1);
  CompensatedSum mass, negative;
  for (std::size_t i = 0; i < cells; ++i) {
    if (!std::isfinite(density[i]))
      throw InvalidArgument(element("density", i), density[i], "must be finite");
    mass.add(density[i] * axis.width());
    if (density[i] < 0) negative.add(-density[i] * axis.width());
    x[i] = axis.face(static_cast<Index>(i));
    cdf[i + 1] = std::max(cdf[i], mass.value());
  }
  x[cells] = axis.upper;
  require(std::abs(mass.value() - 1) <= mass_tolerance, "mass", mass.value(),
          "must be 1 within mass_tolerance");
  require(negative.value() <= negative_mass, "negative mass", negative.value(),
          "must not exceed negative_mass");
  const double total = cdf[cells];
  for (double& level : cdf) level /= total;
  return from_cdf(std::move(x), std::move(cdf));
}

double Law1D::sample_size() const {
  return is_sample() ? static_cast<double>(points_.size()) : std::numeric_limits<double>::infinity();
}

double Law1D::cdf(double x) const {
  const auto above = std::upper_bound(points_.begin(), points_.end(), x);
  const auto i = static_cast<std::size_t>(above - points_.begin());
  if (is_sample()) return static_cast<double>(i) / static_cast<double>(points_.size());
  if (i == 0) return 0;
  if (i == points_.size()) return 1;
  const double fraction = (x - points_[i - 1]) / (points_[i] - points_[i - 1]);
  return levels_[i - 1] + (levels_[i] - levels_[i - 1]) * fraction;
}

double Law1D::quantile(double u) const {
  require(u >= 0 && u <= 1, "u", u, "must be in [0, 1]");
  if (is_sample()) {
    // The lowest i with (i + 1)/n ≥ u, in the very numbers that cdf returns.
    const double n = static_cast<double>(points_.size());
    auto i = static_cast<std::size_t>(std::max(0.0, std::ceil(u * n) - 1));
    if (i > 0 && static_cast<double>(i) / n >= u) --i;
    if (i + 1 < points_.size() && static_cast<double>(i + 1) / n < u) ++i;
    return points_[i];
  }
  const auto level = u > 0 ? std::lower_bound(levels_.begin(), levels_.end(), u)
                           : std::upper_bound(levels_.begin(), levels_.end(), 0.0) - 1;
  const auto i = static_cast<std::size_t>(level - levels_.begin());
  if (i == 0 || u == 0) return points_[i];
  const double fraction = (u - levels_[i - 1]) / (levels_[i] - levels_[i - 1]);
  return points_[i - 1] + (points_[i] - points_[i - 1]) * fraction;
}

double Law1D::moment_about(double centre, int k) const {
  const Index n = static_cast<Index>(points_.size());
  if (is_sample()) {
    return sum_over_blocks(n,
                           [&](Index first, Index rows) {
                             std::array<double, block_rows> terms{};
                             for (Index i = 0; i < rows; ++i)
                               terms[static_cast<std::size_t>(i)] =
                                   integer_power(points_[static_cast<std::size_t>(first + i)] - centre, k);
                             return chunk_sum(terms.data(), rows);
                           }) /
           static_cast<double>(n);
  }
  CompensatedSum total;
  for (std::size_t i = 1; i < points_.size(); ++i)
    total.add((levels_[i] - levels_[i - 1]) * mean_power(points_[i - 1] - centre, points_[i] - centre, k));
  return total.value();
}

double Law1D::raw_moment(int k) const {
  require(k >= 0 && k <= 16, "k", k, "must be between 0 and 16");
  return moment_about(0, k);
}

double Law1D::variance() const { return moment_about(mean(), 2); }

double Law1D::standard_deviation() const { return std::sqrt(variance()); }

double Law1D::root_bridge_integral() const {
  CompensatedSum total;
  const double n = static_cast<double>(points_.size());
  for (std::size_t i = 1; i < points_.size(); ++i) {
    const double width = points_[i] - points_[i - 1];
    const double low = is_sample() ? static_cast<double>(i) / n : levels_[i - 1];
    const double mass = is_sample() ? 0 : levels_[i] - low;
    total.add(mass > 0 ? width / mass * root_integral(low, levels_[i]) : width * std::sqrt(low * (1 - low)));
  }
  return total.value();
}

double Law1D::entropy() const {
  if (is_sample()) throw InvalidArgument("law: a sample has no entropy; estimate it with spacing_entropy");
  CompensatedSum total;
  for (std::size_t i = 1; i < points_.size(); ++i) {
    const double mass = levels_[i] - levels_[i - 1];
    if (mass > 0) total.add(-mass * std::log(mass / (points_[i] - points_[i - 1])));
  }
  return total.value();
}

}  // namespace kolmo
