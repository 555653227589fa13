#include "kolmo/core/statistics/entropy_estimator.hpp"

#include <algorithm>
#include <array>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/sort.hpp"

namespace kolmo {
namespace {

/// c_m of the header, by its series 1/(3m) + 1/(3m²) + … where the terms would cancel.
double overlap_variance(double m) {
  if (m > 1000) return 1 / (3 * m);
  return (2 * m * m - 2 * m + 1) * boost::math::trigamma(m) - 2 * m + 1;
}

Index chosen_half_width(Index n, Index half_width) {
  require(n >= 8, "sorted.size", static_cast<double>(n), "the entropy of a sample needs at least 8 points");
  const Index w = half_width == 0 ? default_half_width(n) : half_width;
  require(w >= 1 && 2 * w < n, "half_width", static_cast<double>(w),
          "must be at least 1 and below half the sample");
  return w;
}

/// out(i) = log D_i − ψ(k_i), or a throw at the first window of length zero.
void block_terms(const std::vector<double>& x, Index first, Index rows, Index w,
                 const std::vector<double>& digamma, double* out) {
  const Index last = static_cast<Index>(x.size()) - 1;
  const auto low = [&](Index i) { return std::max<Index>(i - w, 0); };
  const auto high = [&](Index i) { return std::min(i + w, last); };
  std::array<double, block_rows> length{};
  for (Index i = first; i < first + rows; ++i) {
    const double d = x[static_cast<std::size_t>(high(i))] - x[static_cast<std::size_t>(low(i))];
    if (!(d > 0 && std::isfinite(d)))
      throw InvalidArgument(
          "length of the window about sorted[" + number_text(i) + "]", d,
          "must be positive: equal (or unsorted) numbers have no entropy estimate by spacings");
    length[static_cast<std::size_t>(i - first)] = d;
  }
  log(length.data(), out, rows);
  for (Index i = first; i < first + rows; ++i)
    out[i - first] -= digamma[static_cast<std::size_t>(high(i) - low(i))];
}

/// −log p at ascending places of a table's density, block by block into `out`.
void negative_log_density(const Law1D& law, const std::vector<double>& x, std::vector<double>& out) {
  const std::vector<double>&node = law.points(), &level = law.levels();
  std::size_t cell = 1;
  double value = 0;
  std::size_t value_of = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    while (cell + 1 < node.size() && (x[i] > node[cell] || !(level[cell] > level[cell - 1]))) ++cell;
    if (value_of != cell) value = -std::log((level[cell] - level[cell - 1]) / (node[cell] - node[cell - 1]));
    value_of = cell;
    out[i] = value;
  }
}

}  // namespace

Index default_half_width(Index n) {
  return std::max<Index>(1, static_cast<Index>(std::cbrt(static_cast<double>(n)) / 2));
}

Estimate spacing_entropy(const std::vector<double>& sorted, Index half_width) {
  const Index n = static_cast<Index>(sorted.size()), w = chosen_half_width(n, half_width);
  std::vector<double> digamma(static_cast<std::size_t>(2 * w + 1));
  for (Index k = w; k <= 2 * w; ++k)
    digamma[static_cast<std::size_t>(k)] = boost::math::digamma(static_cast<double>(k));
  std::vector<double> terms(sorted.size());
  for_each_block(n, [&](Index, Index first, Index rows) {
    block_terms(sorted, first, rows, w, digamma, terms.data() + first);
  });
  const Estimate mean = mean_estimate(terms.data(), n);
  const double size = static_cast<double>(n);
  const double excess = overlap_variance(2 * static_cast<double>(w)) / size;
  return {mean.value + boost::math::digamma(size + 1),
          std::sqrt(mean.standard_error * mean.standard_error + excess)};
}

std::vector<double> sorted_samples(const Law1D& law, Index n, const RandomStream& stream,
                                   std::uint32_t step) {
  require(n >= 1, "n", static_cast<double>(n), "must be at least 1");
  std::vector<double> x(static_cast<std::size_t>(n));
  for_each_block(n, [&](Index, Index first, Index rows) {
    Eigen::Map<Eigen::ArrayXXd> out(x.data() + first, rows, 1);
    stream.uniforms(first, step, out);
    for (Index i = 0; i < rows; ++i) out(i, 0) = law.quantile(out(i, 0));
  });
  sort(x);
  return x;
}

Estimate measured_entropy_bias(const Law1D& law, Index n, Index repetitions, const RandomStream& stream,
                               Index half_width) {
  const Index w = chosen_half_width(n, half_width);
  if (law.is_sample())
    throw InvalidArgument("law: the bias is measured against a table, whose entropy is exact");
  require(repetitions >= 1, "repetitions", static_cast<double>(repetitions), "must be at least 1");
  std::vector<double> minus_log(static_cast<std::size_t>(n)), bias(static_cast<std::size_t>(repetitions));
  for (Index r = 0; r < repetitions; ++r) {
    const std::vector<double> x = sorted_samples(law, n, stream, static_cast<std::uint32_t>(r));
    negative_log_density(law, x, minus_log);
    bias[static_cast<std::size_t>(r)] =
        spacing_entropy(x, w).value - sum(minus_log.data(), n) / static_cast<double>(n);
  }
  if (repetitions == 1)
    return {bias[0], std::sqrt(overlap_variance(2 * static_cast<double>(w)) / static_cast<double>(n))};
  return mean_estimate(bias.data(), repetitions);
}

}  // namespace kolmo
