#include "claims/quadrature.hpp"

#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/gauss_hermite.hpp"

namespace kolmo::claims {

double integral(const std::function<double(double)>& f, double a, double b, Index panels) {
  static const GaussLegendre<20> rule;
  const double half = (b - a) / static_cast<double>(2 * panels);
  CompensatedSum sum;
  for (Index k = 0; k < panels; ++k) {
    const double centre = a + half * static_cast<double>(2 * k + 1);
    for (std::size_t i = 0; i < rule.half; ++i)
      sum.add(half * rule.weights[i] * (f(centre + half * rule.nodes[i]) + f(centre - half * rule.nodes[i])));
  }
  return sum.value();
}

double normal_mean(const std::function<double(double)>& f, double m, double s, Index nodes) {
  const GaussHermite rule(nodes);
  CompensatedSum sum;
  for (Index i = 0; i < nodes; ++i) sum.add(rule.weights(i) * f(m + s * rule.nodes(i)));
  return sum.value();
}

Slopes slopes(const std::function<double(double)>& f, double at, double h) {
  const auto by = [&](double d) {
    const double above = f(at + d), below = f(at - d);
    return Slopes{(above - below) / (2 * d), (above - 2 * f(at) + below) / (d * d)};
  };
  const Slopes coarse = by(h), fine = by(h / 2);
  return {(4 * fine.first - coarse.first) / 3, (4 * fine.second - coarse.second) / 3};
}

double least_of_parabola(double a, double f0, double f1, double f2) {
  return a + 1 + 0.5 * (f0 - f2) / (f0 - 2 * f1 + f2);
}

}  // namespace kolmo::claims
