#pragma once
// Sums in a fixed order: the same bits for any number of threads.

#include <functional>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// Running sum with Neumaier's correction (1974): error of 2 ulp of the result + O(n u²) Σ|x_i|.
class CompensatedSum {
 public:
  void add(double x) {
    const double total = sum_ + x;
    const bool larger = (sum_ < 0 ? -sum_ : sum_) >= (x < 0 ? -x : x);
    correction_ += larger ? (sum_ - total) + x : (x - total) + sum_;
    sum_ = total;
  }
  double value() const { return sum_ + correction_; }

 private:
  double sum_ = 0, correction_ = 0;
};

/// Σ x_i over one chunk in 16 interleaved lanes, then pairwise: vectorised, no threads. Error ≤ (n/16 + 4) u
/// Σ|x_i|.
double chunk_sum(const double* x, Index n);
/// Σ x_i y_i over one chunk in the same order.
double chunk_dot(const double* x, const double* y, Index n);

/// Σ x_i: chunks of `block_rows` by `chunk_sum`, in parallel where that pays, compensated over the chunks.
double sum(const double* x, Index n);
/// Σ x_i y_i in the same order.
double dot(const double* x, const double* y, Index n);

/// Σ_b value(first, rows) over the blocks b of n rows: the blocks in parallel, the sum compensated in their
/// order.
double sum_over_blocks(Index n, const std::function<double(Index first, Index rows)>& value);

/// `count` such sums at once: values(first, rows, out) writes out[0 … count − 1] for its block.
Eigen::ArrayXd sums_over_blocks(Index n, Index count,
                                const std::function<void(Index first, Index rows, double* out)>& values);

}  // namespace kolmo
