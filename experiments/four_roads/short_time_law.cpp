#include "four_roads/short_time_law.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/local_noise.hpp"

namespace kolmo::four_roads {
namespace {

constexpr int steps = 64;

struct Moments {
  double mean, variance;
};

/// The right sides; f, f′, f″ by central differences over a deviation.
Moments slopes(const Problem& problem, const Moments& m) {
  const double width = std::sqrt(m.variance);
  const double rate = noise_rate(*problem.intrinsic, Eigen::VectorXd::Constant(1, m.mean), 0);
  Points x(3, 1), f(3, 1);
  x << m.mean - width, m.mean, m.mean + width;
  problem.intrinsic->drift(0, x, f);
  const double first = (f(2, 0) - f(0, 0)) / (2 * width), second = f(2, 0) - 2 * f(1, 0) + f(0, 0);
  return {f(1, 0) + 0.5 * second, 2 * first * m.variance + rate};
}

Moments moved(const Moments& m, double h, const Moments& slope) {
  return {m.mean + h * slope.mean, m.variance + h * slope.variance};
}

Moments carried(const Problem& problem, Moments m, double tau) {
  const double h = tau / steps;
  for (int k = 0; k < steps; ++k) {
    const Moments a = slopes(problem, m), b = slopes(problem, moved(m, h / 2, a)),
                  c = slopes(problem, moved(m, h / 2, b)), d = slopes(problem, moved(m, h, c));
    m.mean += h / 6 * (a.mean + 2 * b.mean + 2 * c.mean + d.mean);
    m.variance += h / 6 * (a.variance + 2 * b.variance + 2 * c.variance + d.variance);
  }
  return m;
}

}  // namespace

density::GaussianMixture short_time_law(const Problem& problem, double tau) {
  if (tau == 0) return *problem.initial;
  if (problem.linear) return problem.marginal(tau);
  const density::GaussianMixture& law = *problem.initial;
  const Index n = law.components();
  Points means(n, 1);
  Eigen::ArrayXd variances(n);
  for (Index k = 0; k < n; ++k) {
    const Moments m = carried(problem, {law.means()(k, 0), law.covariance(k)(0, 0)}, tau);
    means(k, 0) = m.mean;
    variances(k) = m.variance;
  }
  return {law.weights(), means, density::Covariances::isotropic(variances, 1)};
}

double time_to_widen(const Problem& problem, double deviation) {
  double narrowest = deviation * deviation;
  const density::GaussianMixture& law = *problem.initial;
  for (Index k = 0; k < law.components(); ++k) narrowest = std::min(narrowest, law.covariance(k)(0, 0));
  return (deviation * deviation - narrowest) / noise_rate(*problem.intrinsic, law.mean(), 0);
}

}  // namespace kolmo::four_roads
