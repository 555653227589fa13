#include "transition_matrix.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "packs.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr Index packs = product_lanes / pack_size;
static_assert(packs == 2);

/// rows of the product: out[16 i + l] = Σ_j matrix[i n + j] lines[16 j + l], j rising.
template <int rows>
KOLMO_INLINE void multiply_rows(const double* matrix, Index n, const double* lines, double* out) {
  Pack sum[rows][packs] = {};
  for (Index j = 0; j < n; ++j) {
    Pack a, b;
    load(lines + j * product_lanes, a);
    load(lines + j * product_lanes + pack_size, b);
    for (int r = 0; r < rows; ++r) {
      sum[r][0] += matrix[r * n + j] * a;
      sum[r][1] += matrix[r * n + j] * b;
    }
  }
  for (int r = 0; r < rows; ++r) {
    store(sum[r][0], out + r * product_lanes);
    store(sum[r][1], out + r * product_lanes + pack_size);
  }
}

KOLMO_VECTORISED void multiply(const double* matrix, Index n, const double* lines, double* out) {
  Index i = 0;
  for (; i + 4 <= n; i += 4) multiply_rows<4>(matrix + i * n, n, lines, out + i * product_lanes);
  for (; i < n; ++i) multiply_rows<1>(matrix + i * n, n, lines, out + i * product_lanes);
}

/// out += |out| (Σ lines − Σ out)/Σ|out|, lane by lane.
KOLMO_VECTORISED void restore_sums(const double* lines, Index n, double* out) {
  double missing[product_lanes] = {}, magnitude[product_lanes] = {};
  for (Index i = 0; i < n; ++i) {
    for (Index l = 0; l < product_lanes; ++l) {
      const double x = out[i * product_lanes + l];
      missing[l] += lines[i * product_lanes + l] - x;
      magnitude[l] += x < 0 ? -x : x;
    }
  }
  for (Index l = 0; l < product_lanes; ++l) missing[l] = magnitude[l] > 0 ? missing[l] / magnitude[l] : 0;
  for (Index i = 0; i < n; ++i) {
    for (Index l = 0; l < product_lanes; ++l) {
      const double x = out[i * product_lanes + l];
      out[i * product_lanes + l] = x + missing[l] * (x < 0 ? -x : x);
    }
  }
}

}  // namespace

TransitionMatrix::TransitionMatrix(const Generator& generator, double t) : size_(generator.grid().cells()) {
  require(t > 0 && std::isfinite(t), "t", t, "must be positive and finite");
  const double n = static_cast<double>(size_);
  require_memory(4 * n * n, "the transition matrix of a line", "take fewer cells of momentum");
  const Eigen::SparseMatrix<double> rates = generator.sparse();
  double fastest = 0;
  for (Index i = 0; i < size_; ++i) fastest = std::max(fastest, -rates.coeff(i, i));
  const int doublings = std::max(0, std::ilogb(std::max(t * fastest, 0.25)) + 2);
  const double part = std::ldexp(t, -doublings), c = part * fastest;  // c ≤ ½
  Eigen::SparseMatrix<double> jumps = part * rates;  // + c: entries ≥ 0 whose columns sum to c
  for (Index i = 0; i < size_; ++i) jumps.coeffRef(i, i) = std::max(0.0, jumps.coeff(i, i) + c);
  Eigen::MatrixXd term = Eigen::MatrixXd::Identity(size_, size_), next(size_, size_), total = term;
  for (int k = 1; k <= 18; ++k) {  // ½¹⁹/19! < 2⁻⁷⁵
    next.noalias() = jumps * term;
    term = next / static_cast<double>(k);
    total += term;
  }
  values_ = total;
  for (int k = 0; k < doublings; ++k) square();
  for (Index j = 0; j < size_; ++j) {
    CompensatedSum column;
    for (Index i = 0; i < size_; ++i) column.add(values_(i, j));
    values_.col(j) /= column.value();
  }
}

void TransitionMatrix::square() {
  const auto before = values_;
  for_each_task((size_ + product_lanes - 1) / product_lanes, [&](Index task) {
    const Index first = task * product_lanes, lanes = std::min(product_lanes, size_ - first);
    Eigen::ArrayXXd columns = Eigen::ArrayXXd::Zero(product_lanes, size_), product(product_lanes, size_);
    columns.topRows(lanes) = before.middleCols(first, lanes).transpose().array();
    multiply(before.data(), size_, columns.data(), product.data());
    values_.middleCols(first, lanes) = product.topRows(lanes).matrix().transpose();
  });
  for (Index j = 0; j < size_; ++j) {
    double column = 0;
    for (Index i = 0; i < size_; ++i) column += values_(i, j);
    values_.col(j) /= column;
  }
}

void TransitionMatrix::apply(const double* lines, double* out) const {
  multiply(values_.data(), size_, lines, out);
  restore_sums(lines, size_, out);
}

}  // namespace kolmo::fokker_planck
