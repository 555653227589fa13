// Moments and distribution function of mixtures on the line.

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/gaussian_mixture.hpp"

namespace kolmo::density {
namespace {

/// E X^n for X ~ N(m, v): M_n = m M_{n−1} + (n − 1) v M_{n−2}.
double gaussian_moment(double m, double v, int n) {
  double before = 0, moment = 1;
  for (int i = 1; i <= n; ++i) {
    const double next = m * moment + (i - 1) * v * before;
    before = moment;
    moment = next;
  }
  return moment;
}

}  // namespace

void GaussianMixture::require_1d(const char* what) const {
  if (dimension() == 1) return;
  throw InvalidArgument(std::string(what) + ": dimension = " + number_text(dimension()) +
                        ": must be 1 (take marginal_1d first)");
}

double GaussianMixture::raw_moment(int n) const {
  require_1d("raw_moment");
  require(n >= 0, "order of the moment", n, "must be at least 0");
  CompensatedSum total;
  for (Index k = 0; k < components(); ++k) {
    total.add(weights_(k) * gaussian_moment(means_(k, 0), covariances_.eigenvalues()(0, k), n));
  }
  return total.value();
}

double GaussianMixture::cdf(double x) const {
  require_1d("cdf");
  CompensatedSum total;
  for (Index k = 0; k < components(); ++k) {
    const double z = (means_(k, 0) - x) / std::sqrt(2 * covariances_.eigenvalues()(0, k));
    total.add(weights_(k) * 0.5 * std::erfc(z));
  }
  return total.value();
}

double GaussianMixture::probability_above(double a) const {
  require_1d("probability_above");
  CompensatedSum total;
  for (Index k = 0; k < components(); ++k) {
    const double z = (a - means_(k, 0)) / std::sqrt(2 * covariances_.eigenvalues()(0, k));
    total.add(weights_(k) * 0.5 * std::erfc(z));
  }
  return total.value();
}

/// Newton on the smaller tail, kept inside a bracket that shrinks; bisection where Newton leaves it.
double GaussianMixture::quantile(double p) const {
  require_1d("quantile");
  require(p > 0 && p < 1, "probability of the quantile", p, "must be between 0 and 1");
  const Eigen::ArrayXd deviations = covariances_.eigenvalues().row(0).sqrt().transpose();
  double lower = (means_.col(0) - 40 * deviations).minCoeff(),
         upper = (means_.col(0) + 40 * deviations).maxCoeff();
  const bool left = p <= 0.5;
  double x = 0.5 * (lower + upper);
  for (int iteration = 0; iteration < 200; ++iteration) {
    const double excess = left ? cdf(x) - p : (1 - p) - probability_above(x);
    (excess > 0 ? upper : lower) = x;
    double density = 0;
    for (Index k = 0; k < components(); ++k) {
      const double z = (x - means_(k, 0)) / deviations(k);
      density += weights_(k) / deviations(k) * std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi);
    }
    double next = x - excess / density;
    if (!(next > lower && next < upper)) next = 0.5 * (lower + upper);
    const double change = std::abs(next - x);
    x = next;
    if (change <= 4 * std::numeric_limits<double>::epsilon() * (std::abs(x) + deviations.minCoeff()))
      return x;
  }
  return x;
}

}  // namespace kolmo::density
