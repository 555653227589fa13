#include "transport/entropic/axis_operator.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "transport/grid/grid_lines.hpp"

namespace kolmo::transport {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// out_i = Σ_j a_ij w_j, in the order of j.
KOLMO_VECTORISED void product(const double* a, const double* w, double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] = 0;
  for (Index j = 0; j < n; ++j) {
    const double factor = w[j];
    if (factor == 0) continue;
    const double* column = a + j * n;
    for (Index i = 0; i < n; ++i) out[i] += column[i] * factor;
  }
}

}  // namespace

AxisOperator::AxisOperator(Eigen::ArrayXXd logarithms)
    : logarithms_(logarithms.transpose()), values_(std::move(logarithms)), greatest_(values_.maxCoeff()) {
  values_ -= greatest_;
  exp(values_.data(), values_.data(), values_.size());
}

double AxisOperator::one_by_one(Index i, const double* v, double* terms) const {
  const double* row = logarithms_.data() + i * size();
  double top = -infinity;
  for (Index j = 0; j < size(); ++j) {
    terms[j] = row[j] + v[j];
    top = std::max(top, terms[j]);
  }
  if (top == -infinity) return top;
  for (Index j = 0; j < size(); ++j) terms[j] -= top;
  exp(terms, terms, size());
  return top + std::log(chunk_sum(terms, size()));
}

void AxisOperator::apply(const double* v, double* out) const {
  const Index n = size();
  double top = -infinity;
  for (Index j = 0; j < n; ++j) top = std::max(top, v[j]);
  if (top == -infinity) {
    std::fill(out, out + n, -infinity);
    return;
  }
  Eigen::ArrayXd terms(n), sums(n);
  for (Index j = 0; j < n; ++j) terms(j) = v[j] - top;
  exp(terms.data(), terms.data(), n);
  product(values_.data(), terms.data(), sums.data(), n);
  log(sums.data(), out, n);
  for (Index i = 0; i < n; ++i)
    out[i] = sums(i) > 1e-290 ? out[i] + (top + greatest_) : one_by_one(i, v, terms.data());
}

void log_apply(const Grid& grid, const std::vector<const AxisOperator*>& along, double* values) {
  if (grid.dimension() == 1) {  // one line: nothing to do in parallel
    Eigen::ArrayXd line(grid.cells());
    along[0]->apply(values, line.data());
    std::copy(line.data(), line.data() + line.size(), values);
    return;
  }
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const AxisOperator& op = *along[static_cast<std::size_t>(axis)];
    for_each_line(
        grid, axis, values, values, [&] { return Eigen::ArrayXd(op.size()); },
        [&](Eigen::ArrayXd& line, const double* from, double* to) {
          op.apply(from, line.data());
          std::copy(line.data(), line.data() + line.size(), to);
        });
  }
}

}  // namespace kolmo::transport
