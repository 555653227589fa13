#include "claims/quadrature.hpp"

#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/gauss_hermite.hpp"

namespace kolmo::claims {

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

double integral(const std::function<double(double)>& f, double a, double b, Index panels) {
  const GaussLegendre<20> rule;
  const double half = 0.5 * (b - a) / static_cast<double>(panels);
  double total = 0;
  for (Index panel = 0; panel < panels; ++panel) {
    const double middle = a + (2 * static_cast<double>(panel) + 1) * half;
    for (std::size_t q = 0; q < rule.half; ++q)
      total += rule.weights[q] * half * (f(middle + half * rule.nodes[q]) + f(middle - half * rule.nodes[q]));
  }
  return total;
}

double least_of_parabola(const std::function<double(double)>& f) {
  const double low = f(0), middle = f(0.5), high = f(1);
  return 0.5 + 0.25 * (low - high) / (low - 2 * middle + high);
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
