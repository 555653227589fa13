#include "kolmo/core/statistics/running_moments.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo {

RunningMoments::RunningMoments(const double* x, Index n) {
  std::array<double, block_rows> deviation{}, square{};
  double *d = deviation.data(), *s = square.data();
  for (Index first = 0; first < n; first += block_rows) {
    const Index rows = std::min(block_rows, n - first);
    RunningMoments chunk;
    chunk.n_ = rows;
    chunk.mean_ = chunk_sum(x + first, rows) / static_cast<double>(rows);
    for (Index i = 0; i < rows; ++i) {
      d[i] = x[first + i] - chunk.mean_;
      s[i] = d[i] * d[i];
    }
    chunk.second_ = chunk_sum(s, rows);
    chunk.third_ = chunk_dot(s, d, rows);
    chunk.fourth_ = chunk_dot(s, s, rows);
    merge(chunk);
  }
}

void RunningMoments::merge(const RunningMoments& other) {
  if (other.n_ == 0) return;
  if (n_ == 0) {
    *this = other;
    return;
  }
  const auto a = static_cast<double>(n_), b = static_cast<double>(other.n_);
  const double n = a + b, delta = other.mean_ - mean_, square = delta * delta;
  fourth_ += other.fourth_ + square * square * a * b * (a * a - a * b + b * b) / (n * n * n) +
             6 * square * (a * a * other.second_ + b * b * second_) / (n * n) +
             4 * delta * (a * other.third_ - b * third_) / n;
  third_ += other.third_ + delta * square * a * b * (a - b) / (n * n) +
            3 * delta * (a * other.second_ - b * second_) / n;
  second_ += other.second_ + square * a * b / n;
  mean_ += delta * b / n;
  n_ += other.n_;
}

bool RunningMoments::finite() const {
  return std::isfinite(mean_) && std::isfinite(second_) && std::isfinite(third_) && std::isfinite(fourth_);
}

Estimate RunningMoments::mean_estimate() const {
  require(n_ >= 2, "n", static_cast<double>(n_), "a standard error needs at least 2 numbers");
  const auto n = static_cast<double>(n_);
  return {mean_, std::sqrt(second_ / (n * (n - 1)))};
}

CentralMoments RunningMoments::central() const {
  require(n_ >= 2, "n", static_cast<double>(n_), "central moments need at least 2 numbers");
  const auto n = static_cast<double>(n_);
  return {n_, mean_, second_ / n, third_ / n, fourth_ / n};
}

}  // namespace kolmo
