#include "kolmo/core/statistics/moments.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/integer_power.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo {
namespace {

using Buffer = std::array<double, block_rows>;

/// Σ v and Σ (v − block mean)² of every block, then put together about the mean of all: one evaluation of v a
/// row. fill(first, rows, out) writes v of the rows.
template <class Fill>
Estimate estimate(Index n, const Fill& fill) {
  require(n >= 2, "n", static_cast<double>(n), "a standard error needs at least 2 points");
  Eigen::ArrayXXd parts(2, block_count(n));
  for_each_block(n, [&](Index block, Index first, Index rows) {
    Buffer v{};
    fill(first, rows, v.data());
    const double total = chunk_sum(v.data(), rows);
    const double centre = total / static_cast<double>(rows);
    for (double* p = v.data(); p < v.data() + rows; ++p) *p -= centre;
    parts(0, block) = total;
    parts(1, block) = chunk_dot(v.data(), v.data(), rows);
  });
  CompensatedSum total, squares;
  for (Index b = 0; b < parts.cols(); ++b) total.add(parts(0, b));
  const double size = static_cast<double>(n);
  const double mean = total.value() / size;
  for (Index b = 0; b < parts.cols(); ++b) {
    const double rows = static_cast<double>(std::min(block_rows, n - b * block_rows));
    const double shift = parts(0, b) / rows - mean;
    squares.add(parts(1, b) + rows * shift * shift);
  }
  return {mean, std::sqrt(squares.value() / (size * (size - 1)))};
}

void require_power(int k) { require(k >= 1 && k <= 16, "k", k, "must be between 1 and 16"); }

}  // namespace

Estimate mean_estimate(const double* x, Index n) {
  return estimate(n, [x](Index first, Index rows, double* v) { std::copy_n(x + first, rows, v); });
}

Estimate expectation(const ConstBlock& x, const Functional& phi) {
  return estimate(x.rows(), [&](Index first, Index rows, double* v) {
    phi(x.middleRows(first, rows), Eigen::Map<Eigen::ArrayXd>(v, rows));
  });
}

Estimate expectation_difference(const ConstBlock& a, const ConstBlock& b, const Functional& phi) {
  require(a.rows() == b.rows() && a.cols() == b.cols(), "b.rows", static_cast<double>(b.rows()),
          "paired ensembles must have the same shape");
  return estimate(a.rows(), [&](Index first, Index rows, double* v) {
    Buffer other{};
    phi(a.middleRows(first, rows), Eigen::Map<Eigen::ArrayXd>(v, rows));
    phi(b.middleRows(first, rows), Eigen::Map<Eigen::ArrayXd>(other.data(), rows));
    for (Index i = 0; i < rows; ++i) v[i] -= other[static_cast<std::size_t>(i)];
  });
}

Estimate raw_moment(const double* x, Index n, int k) {
  require_power(k);
  return estimate(n, [=](Index first, Index rows, double* v) {
    for (Index i = 0; i < rows; ++i) v[i] = integer_power(x[first + i], k);
  });
}

Estimate raw_moment_difference(const double* a, const double* b, Index n, int k) {
  require_power(k);
  return estimate(n, [=](Index first, Index rows, double* v) {
    for (Index i = 0; i < rows; ++i) v[i] = integer_power(a[first + i], k) - integer_power(b[first + i], k);
  });
}

Estimate fraction_above(const double* x, Index n, double threshold) {
  return estimate(n, [=](Index first, Index rows, double* v) {
    for (Index i = 0; i < rows; ++i) v[i] = x[first + i] > threshold ? 1.0 : 0.0;
  });
}

Estimate fraction_above_difference(const double* a, const double* b, Index n, double threshold) {
  return estimate(n, [=](Index first, Index rows, double* v) {
    for (Index i = 0; i < rows; ++i)
      v[i] = (a[first + i] > threshold ? 1.0 : 0.0) - (b[first + i] > threshold ? 1.0 : 0.0);
  });
}

double CentralMoments::skewness() const { return third / (second * std::sqrt(second)); }

double CentralMoments::excess_kurtosis() const { return fourth / (second * second) - 3; }

Estimate CentralMoments::variance() const {
  const double size = static_cast<double>(n);
  return {second * size / (size - 1), std::sqrt((fourth - second * second) / size)};
}

CentralMoments central_moments(const double* x, Index n) {
  require(n >= 2, "n", static_cast<double>(n), "central moments need at least 2 points");
  const double size = static_cast<double>(n);
  const double mean = sum(x, n) / size;
  const Eigen::ArrayXd sums = sums_over_blocks(n, 3, [&](Index first, Index rows, double* out) {
    Buffer deviation{}, square{};
    double *d = deviation.data(), *s = square.data();
    for (Index i = 0; i < rows; ++i) {
      d[i] = x[first + i] - mean;
      s[i] = d[i] * d[i];
    }
    out[0] = chunk_sum(s, rows);
    out[1] = chunk_dot(s, d, rows);
    out[2] = chunk_dot(s, s, rows);
  });
  return {n, mean, sums(0) / size, sums(1) / size, sums(2) / size};
}

EnsembleMoments ensemble_moments(const ConstBlock& x) {
  const Index d = x.cols();
  EnsembleMoments m{Eigen::VectorXd(d), Eigen::VectorXd(d), Eigen::MatrixXd(d, d), Eigen::MatrixXd(d, d)};
  for (Index j = 0; j < d; ++j) {
    const Estimate mean = mean_estimate(x.col(j).data(), x.rows());
    m.mean(j) = mean.value;
    m.mean_error(j) = mean.standard_error;
  }
  const double size = static_cast<double>(x.rows());
  for (Index j = 0; j < d; ++j) {
    for (Index k = 0; k <= j; ++k) {
      const double *a = x.col(j).data(), *b = x.col(k).data();
      const double mean_a = m.mean(j), mean_b = m.mean(k);
      const Estimate product = estimate(x.rows(), [=](Index first, Index rows, double* v) {
        for (Index i = 0; i < rows; ++i) v[i] = (a[first + i] - mean_a) * (b[first + i] - mean_b);
      });
      m.covariance(j, k) = m.covariance(k, j) = product.value * size / (size - 1);
      m.covariance_error(j, k) = m.covariance_error(k, j) = product.standard_error;
    }
  }
  return m;
}

}  // namespace kolmo
