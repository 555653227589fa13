#include "kolmo/core/statistics/sample_distance.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo {
namespace {

KOLMO_VECTORISED void absolute_differences(const double* a, const double* b, Index n, double* out) {
  for (Index i = 0; i < n; ++i) {
    const double d = a[i] - b[i];
    out[i] = d < 0 ? -d : d;
  }
}

/// Equal sizes: the mean of |a_i − b_i|^p.
double equal_sizes(const std::vector<double>& a, const std::vector<double>& b, int order) {
  const Index n = static_cast<Index>(a.size());
  const double total = sum_over_blocks(n, [&](Index first, Index rows) {
    std::array<double, block_rows> d{};
    absolute_differences(a.data() + first, b.data() + first, rows, d.data());
    return order == 1 ? chunk_sum(d.data(), rows) : chunk_dot(d.data(), d.data(), rows);
  });
  return total / static_cast<double>(n);
}

/// Both quantile functions are steps; in units of 1/(n m) they step at multiples of m and of n, so that
/// coincident steps are seen exactly.
double any_sizes(const std::vector<double>& a, const std::vector<double>& b, int order) {
  const auto n = static_cast<Index>(a.size()), m = static_cast<Index>(b.size());
  CompensatedSum total;
  Index u = 0, next_a = m, next_b = n;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const Index next = std::min(next_a, next_b);
    const double d = std::abs(a[i] - b[j]);
    total.add(static_cast<double>(next - u) * (order == 1 ? d : d * d));
    u = next;
    if (next == next_a) {
      ++i;
      next_a += m;
    }
    if (next == next_b) {
      ++j;
      next_b += n;
    }
  }
  return total.value() / (static_cast<double>(n) * static_cast<double>(m));
}

void require_points(const std::vector<double>& a, const std::vector<double>& b) {
  require(!a.empty(), "a.size", 0, "a sample needs at least 1 point");
  require(!b.empty(), "b.size", 0, "a sample needs at least 1 point");
}

}  // namespace

double ks_sorted(const std::vector<double>& a, const std::vector<double>& b) {
  require_points(a, b);
  const double n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  double largest = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const double x = std::min(a[i], b[j]);
    while (i < a.size() && a[i] == x) ++i;
    while (j < b.size() && b[j] == x) ++j;
    largest = std::max(largest, std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m));
  }
  return largest;
}

double wasserstein_sorted(const std::vector<double>& a, const std::vector<double>& b, int order) {
  require_points(a, b);
  require(order == 1 || order == 2, "order", order, "must be 1 or 2");
  const double mean = a.size() == b.size() ? equal_sizes(a, b, order) : any_sizes(a, b, order);
  return order == 1 ? mean : std::sqrt(mean);
}

}  // namespace kolmo
