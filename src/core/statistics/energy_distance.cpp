// This file is compiled with -fno-math-errno, so that the square root is a vector instruction.

#include "kolmo/core/statistics/energy_distance.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo {
namespace {

using Row = std::array<double, block_rows>;

KOLMO_VECTORISED void add_squares(double x, const double* y, Index n, double* squares) {
  for (Index j = 0; j < n; ++j) squares[j] += (x - y[j]) * (x - y[j]);
}

KOLMO_VECTORISED void add_roots(double x, const double* y, Index n, const double* squares, double* out) {
  for (Index j = 0; j < n; ++j) out[j] += std::sqrt(squares[j] + (x - y[j]) * (x - y[j]));
}

KOLMO_VECTORISED void add_absolute(double x, const double* y, Index n, double* out) {
  for (Index j = 0; j < n; ++j) out[j] += x < y[j] ? y[j] - x : x - y[j];
}

/// total(j) += Σ_i |x_i − y_j| over rows [first, last) of x and n rows of y.
void add_distances(const ConstBlock& x, Index first, Index last, const ConstBlock& y, Index start, Index n,
                   double* total) {
  const Index d = x.cols();
  Row squares{};
  for (Index i = first; i < last; ++i) {
    if (d == 1) {
      add_absolute(x(i, 0), y.col(0).data() + start, n, total);
      continue;
    }
    std::fill_n(squares.begin(), n, 0.0);
    for (Index k = 0; k + 1 < d; ++k) add_squares(x(i, k), y.col(k).data() + start, n, squares.data());
    add_roots(x(i, d - 1), y.col(d - 1).data() + start, n, squares.data(), total);
  }
}

/// Σ_ij |x_i − y_j| over one block of rows against rows [start, end) of y, block by block.
double tile_row(const ConstBlock& x, Index first, Index last, const ConstBlock& y, Index start, Index end) {
  CompensatedSum total;
  for (; start < end; start += block_rows) {
    const Index rows = std::min(block_rows, end - start);
    Row sums{};
    add_distances(x, first, last, y, start, rows, sums.data());
    total.add(chunk_sum(sums.data(), rows));
  }
  return total.value();
}

void require_points(const ConstBlock& x) {
  require(x.rows() >= 1, "x.rows", static_cast<double>(x.rows()), "a point set needs at least 1 point");
  require(x.cols() >= 1, "x.cols", static_cast<double>(x.cols()), "points need at least 1 coordinate");
}

}  // namespace

double mean_distance(const ConstBlock& x, const ConstBlock& y) {
  require_points(x);
  require_points(y);
  require(x.cols() == y.cols(), "y.cols", static_cast<double>(y.cols()), "both sets need the same dimension");
  const double total = sum_over_blocks(
      x.rows(), [&](Index first, Index rows) { return tile_row(x, first, first + rows, y, 0, y.rows()); });
  return total / (static_cast<double>(x.rows()) * static_cast<double>(y.rows()));
}

double mean_distance(const ConstBlock& x) {
  require_points(x);
  const Index n = x.rows(), blocks = block_count(n);
  Eigen::ArrayXd parts = Eigen::ArrayXd::Zero(blocks);
  // A block against itself, and twice against those after it. Task i takes the blocks i and blocks − 1 − i:
  // equal work.
  const auto row = [&](Index block) {
    const Index first = block * block_rows, last = std::min(first + block_rows, n);
    parts(block) = tile_row(x, first, last, x, first, last) + 2 * tile_row(x, first, last, x, last, n);
  };
  for_each_task((blocks + 1) / 2, [&](Index i) {
    row(i);
    if (blocks - 1 - i > i) row(blocks - 1 - i);
  });
  CompensatedSum total;
  for (Index b = 0; b < blocks; ++b) total.add(parts(b));
  return total.value() / (static_cast<double>(n) * static_cast<double>(n));
}

double energy_distance(const ConstBlock& x, const ConstBlock& y) {
  return 2 * mean_distance(x, y) - mean_distance(x) - mean_distance(y);
}

}  // namespace kolmo
