#include "kolmo/core/statistics/kolmogorov.hpp"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo {
namespace {

/// Below this the series in e^{−π²/(8λ²)} converges faster than that in e^{−2λ²}.
constexpr double series_border = 1.0;

/// 1 − √(2π)/λ Σ_{k ≥ 1} e^{−(2k−1)²π²/(8λ²)}.
double upper_tail_by_theta(double lambda) {
  const double exponent = std::numbers::pi * std::numbers::pi / (8 * lambda * lambda);
  double total = 0;
  for (int k = 1; k <= 4; ++k) total += std::exp(-(2 * k - 1) * (2 * k - 1) * exponent);
  return 1 - std::sqrt(2 * std::numbers::pi) / lambda * total;
}

/// Relative share of the largest value on the nodes that a neighbour's peak may hide.
constexpr double candidate_share = 0.9;

}  // namespace

double ks_statistic(const std::vector<double>& sorted, const DistributionFunction& cdf) {
  require(!sorted.empty(), "size of the sample", 0, "must be at least 1");
  const auto n = static_cast<double>(sorted.size());
  double largest = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0) require(sorted[i] >= sorted[i - 1], "sample", sorted[i], "must ascend");
    const double level = cdf(sorted[i]);
    require(level >= 0 && level <= 1, "distribution function", level, "must be in [0, 1]");
    const auto position = static_cast<double>(i);
    largest = std::max({largest, (position + 1) / n - level, level - position / n});
  }
  return largest;
}

double kolmogorov_upper_tail(double lambda) {
  require(lambda >= 0, "lambda", lambda, "must be at least 0");
  if (lambda < 0.04) return 1;  // the theta series is below 1e−300
  if (lambda < series_border) return upper_tail_by_theta(lambda);
  double total = 0, sign = 1;
  for (int k = 1; k <= 6; ++k, sign = -sign) total += sign * std::exp(-2.0 * k * k * lambda * lambda);
  return 2 * total;
}

double ks_p_value(double distance, double n) {
  require(n >= 10, "n", n, "must be at least 10");
  require(distance >= 0 && distance <= 1, "distance", distance, "must be in [0, 1]");
  const double root = std::sqrt(n), lambda = root * distance;
  return kolmogorov_upper_tail(std::max(0.0, lambda + 1 / (6 * root) + (lambda - 1) / (4 * n)));
}

double ks_distance(const DistributionFunction& a, const DistributionFunction& b,
                   const std::vector<double>& nodes) {
  require(nodes.size() >= 3, "nodes.size", static_cast<double>(nodes.size()), "must be at least 3");
  std::vector<double> values;
  values.reserve(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (i > 0) require(nodes[i] > nodes[i - 1], "node " + number_text(i), nodes[i], "must ascend");
    values.push_back(std::abs(a(nodes[i]) - b(nodes[i])));
  }
  const double coarse = *std::max_element(values.begin(), values.end());
  double largest = coarse;
  for (std::size_t i = 1; i + 1 < nodes.size(); ++i) {
    const bool peak = values[i] >= values[i - 1] && values[i] >= values[i + 1];
    if (!peak || values[i] < candidate_share * coarse) continue;
    std::uintmax_t iterations = 100;
    const auto minimum = boost::math::tools::brent_find_minima(
        [&](double x) { return -std::abs(a(x) - b(x)); }, nodes[i - 1], nodes[i + 1],
        std::numeric_limits<double>::digits / 2, iterations);
    largest = std::max(largest, -minimum.second);
  }
  return largest;
}

}  // namespace kolmo
