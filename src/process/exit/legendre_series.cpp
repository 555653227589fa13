#include "process/exit/legendre_series.hpp"

#include "kolmo/core/gauss_legendre.hpp"

namespace kolmo::process {
namespace {

/// P_0 … P_20 at s: (n + 1) P_{n+1} = (2n + 1) s P_n − n P_{n−1}.
Eigen::Array<double, series_points + 1, 1> polynomials(double s) {
  Eigen::Array<double, series_points + 1, 1> p;
  p(0) = 1;
  p(1) = s;
  for (int n = 1; n < series_points; ++n) p(n + 1) = ((2 * n + 1) * s * p(n) - n * p(n - 1)) / (n + 1);
  return p;
}

struct Fit {
  SeriesValues nodes;
  Eigen::Matrix<double, series_points, series_points> to_coefficients;
  Fit() {
    const GaussLegendre<series_points> rule;
    constexpr int half = series_points / 2;
    for (int j = 0; j < series_points; ++j) {
      const auto k = static_cast<std::size_t>(j < half ? half - 1 - j : j - half);
      nodes(j) = j < half ? -rule.nodes[k] : rule.nodes[k];
      const auto p = polynomials(nodes(j));
      for (int n = 0; n < series_points; ++n) to_coefficients(n, j) = (n + 0.5) * rule.weights[k] * p(n);
    }
  }
};

const Fit& fit() {
  static const Fit made;
  return made;
}

}  // namespace

const SeriesValues& LegendreSeries::nodes() { return fit().nodes; }

LegendreSeries::LegendreSeries(const SeriesValues& values)
    : coefficients_((fit().to_coefficients * values.matrix()).array()) {}

double LegendreSeries::value(double s) const {
  const auto p = polynomials(s);
  double sum = 0;
  for (int n = 0; n < series_points; ++n) sum += coefficients_(n) * p(n);
  return sum;
}

double LegendreSeries::integral(double s) const {
  const auto p = polynomials(s);
  double sum = coefficients_(0) * (s + 1);
  for (int n = 1; n < series_points; ++n) sum += coefficients_(n) * (p(n + 1) - p(n - 1)) / (2 * n + 1);
  return sum;
}

}  // namespace kolmo::process
