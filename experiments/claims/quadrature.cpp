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

double least_of_parabola(const std::function<double(double)>& f) {
  const double low = f(0), middle = f(0.5), high = f(1);
  return 0.5 + 0.25 * (low - high) / (low - 2 * middle + high);
}

double normal_mean(const std::vector<Index>& nodes, const density::Integrand& f) {
  const NormalNodes all = tensor_nodes(nodes, 0);
  return sum_over_blocks(all.points.rows(), [&](Index first, Index rows) {
    const Points block = all.points.middleRows(first, rows);
    Eigen::ArrayXd values(rows);
    f(block, values);
    return chunk_dot(values.data(), all.weights.data() + first, rows);
  });
}

double normal_mean_square(const std::vector<Index>& nodes, const density::Integrand& f) {
  return normal_mean(nodes, [&](const ConstBlock& u, Values out) {
    f(u, out);
    out = out.square();
  });
}

double mean_on_line(const density::GaussianMixture& law, const std::function<double(double)>& f) {
  return density::expectation(law, [&](const ConstBlock& x, Values out) {
    for (Index i = 0; i < x.rows(); ++i) out(i) = f(x(i, 0));
  });
}

double zero_between(const std::function<double(double)>& f, double lower, double upper, double width) {
  const bool rises = f(lower) < 0;
  while (upper - lower > width) {
    const double middle = 0.5 * (lower + upper);
    if (middle == lower || middle == upper) break;
    ((f(middle) < 0) == rises ? lower : upper) = middle;
  }
  return 0.5 * (lower + upper);
}

}  // namespace kolmo::claims
