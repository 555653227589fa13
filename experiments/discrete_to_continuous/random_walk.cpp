#include "discrete_to_continuous/random_walk.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numbers>

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/normal.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

/// P(k), k = 0 … n, of the binomial law, from P(k + 1)/P(k) = (n − k)p/((k + 1)(1 − p)) outwards from the
/// mode and divided by their sum: relative error O(n u) far out, a few u where the mass is.
std::vector<double> binomial(Index n, double p) {
  std::vector<double> weights(static_cast<std::size_t>(n) + 1);
  const auto mode = static_cast<Index>(std::floor(static_cast<double>(n + 1) * p));
  const auto ratio = [=](Index k) {
    return static_cast<double>(n - k) * p / (static_cast<double>(k + 1) * (1 - p));
  };
  weights[static_cast<std::size_t>(mode)] = 1;
  for (Index k = mode; k < n; ++k)
    weights[static_cast<std::size_t>(k + 1)] = weights[static_cast<std::size_t>(k)] * ratio(k);
  for (Index k = mode; k > 0; --k)
    weights[static_cast<std::size_t>(k - 1)] = weights[static_cast<std::size_t>(k)] / ratio(k - 1);
  CompensatedSum total;
  for (const double weight : weights) total.add(weight);
  for (double& weight : weights) weight /= total.value();
  return weights;
}

std::vector<double> cumulated(const std::vector<double>& probabilities) {
  std::vector<double> cdf;
  CompensatedSum total;
  for (const double probability : probabilities) {
    total.add(probability);
    cdf.push_back(total.value());
  }
  return cdf;
}

}  // namespace

LatticeLaw coin_walk(Index n, double p) {
  const double deviation = std::sqrt(static_cast<double>(n) * p * (1 - p));
  return {-static_cast<double>(n) * p / deviation, 1 / deviation, cumulated(binomial(n, p))};
}

LatticeLaw simple_walk_maximum(Index n) {
  const std::vector<double> steps_up = binomial(n, 0.5);
  std::vector<double> probabilities;
  for (Index a = 0; a <= n; ++a) {
    const Index end = (n + a) % 2 == 0 ? a : a + 1;  // the one of a, a + 1 that n steps can reach
    probabilities.push_back(end <= n ? steps_up[static_cast<std::size_t>((n + end) / 2)] : 0);
  }
  return {0, 1 / std::sqrt(static_cast<double>(n)), cumulated(probabilities)};
}

double mean(const LatticeLaw& law) {
  CompensatedSum total;
  for (std::size_t k = 0; k < law.cdf.size(); ++k)
    total.add(law.point(k) * (law.cdf[k] - (k > 0 ? law.cdf[k - 1] : 0)));
  return total.value();
}

double ks_distance(const LatticeLaw& law, const DistributionFunction& other) {
  double largest = 0, before = 0;
  for (std::size_t k = 0; k < law.cdf.size(); ++k) {
    const double level = other(law.point(k));
    largest = std::max({largest, std::abs(law.cdf[k] - level), std::abs(before - level)});
    before = law.cdf[k];
  }
  return largest;
}

double ks_at_midpoints(const LatticeLaw& law, const DistributionFunction& other) {
  double largest = 0;
  for (std::size_t k = 0; k < law.cdf.size(); ++k)
    largest = std::max(largest, std::abs(law.cdf[k] - other(law.point(k) + law.spacing / 2)));
  return largest;
}

double exponential_walk_cdf(Index n, double x) {
  const double shape = static_cast<double>(n), value = shape + std::sqrt(shape) * x;
  return value > 0 ? boost::math::gamma_p(shape, value) : 0;
}

double exponential_walk_ks(Index n) {
  std::vector<double> nodes;
  for (int i = -6 * 32; i <= 6 * 32; ++i) nodes.push_back(i / 32.0);
  return kolmo::ks_distance([n](double x) { return exponential_walk_cdf(n, x); }, normal_cdf, nodes);
}

double half_normal_cdf(double x) { return x > 0 ? std::erf(x / std::numbers::sqrt2) : 0; }

}  // namespace kolmo::discrete_to_continuous
