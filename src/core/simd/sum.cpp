#include "kolmo/core/simd/sum.hpp"

#include <algorithm>
#include <vector>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo {
namespace {

constexpr Index lanes = 16;
/// Below this many numbers a sum is not worth a second thread.
constexpr Index parallel_from = 64 * block_rows;

/// Lanes are added in pairs: (0 + 8, 1 + 9, …), then (0 + 4, …), …
double add_lanes(double* lane) {
  for (Index width = lanes / 2; width > 0; width /= 2)
    for (Index k = 0; k < width; ++k) lane[k] += lane[k + width];
  return lane[0];
}

KOLMO_VECTORISED void add_to_lanes(const double* x, Index n, double* out) {
  double lane[lanes] = {};
  Index i = 0;
  for (; i + lanes <= n; i += lanes)
    for (Index k = 0; k < lanes; ++k) lane[k] += x[i + k];
  for (Index k = 0; i < n; ++i, ++k) lane[k] += x[i];
  for (Index k = 0; k < lanes; ++k) out[k] = lane[k];
}

KOLMO_VECTORISED void add_products_to_lanes(const double* x, const double* y, Index n, double* out) {
  double lane[lanes] = {};
  Index i = 0;
  for (; i + lanes <= n; i += lanes)
    for (Index k = 0; k < lanes; ++k) lane[k] += x[i + k] * y[i + k];
  for (Index k = 0; i < n; ++i, ++k) lane[k] += x[i] * y[i];
  for (Index k = 0; k < lanes; ++k) out[k] = lane[k];
}

template <class Chunk>
double sum_of_chunks(Index n, const Chunk& chunk) {
  if (n >= parallel_from) return sum_over_blocks(n, chunk);
  CompensatedSum total;
  for (Index first = 0; first < n; first += block_rows)
    total.add(chunk(first, std::min(block_rows, n - first)));
  return total.value();
}

}  // namespace

double chunk_sum(const double* x, Index n) {
  double lane[lanes];
  add_to_lanes(x, n, lane);
  return add_lanes(lane);
}

double chunk_dot(const double* x, const double* y, Index n) {
  double lane[lanes];
  add_products_to_lanes(x, y, n, lane);
  return add_lanes(lane);
}

double sum(const double* x, Index n) {
  return sum_of_chunks(n, [x](Index first, Index rows) { return chunk_sum(x + first, rows); });
}

double dot(const double* x, const double* y, Index n) {
  return sum_of_chunks(n, [x, y](Index first, Index rows) { return chunk_dot(x + first, y + first, rows); });
}

double sum_over_blocks(Index n, const std::function<double(Index, Index)>& value) {
  std::vector<double> parts(static_cast<std::size_t>(block_count(n)));
  for_each_block(n, [&](Index block, Index first, Index rows) {
    parts[static_cast<std::size_t>(block)] = value(first, rows);
  });
  CompensatedSum total;
  for (const double part : parts) total.add(part);
  return total.value();
}

Eigen::ArrayXd sums_over_blocks(Index n, Index count,
                                const std::function<void(Index, Index, double*)>& values) {
  Eigen::ArrayXXd parts = Eigen::ArrayXXd::Zero(count, block_count(n));
  for_each_block(n, [&](Index block, Index first, Index rows) { values(first, rows, &parts(0, block)); });
  Eigen::ArrayXd out(count);
  for (Index k = 0; k < count; ++k) {
    CompensatedSum total;
    for (Index block = 0; block < parts.cols(); ++block) total.add(parts(k, block));
    out(k) = total.value();
  }
  return out;
}

}  // namespace kolmo
