#pragma once
// Histograms with error bars.

#include "kolmo/core/grid.hpp"
#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// Counts of n numbers in the cells [face(i), face(i+1)) of an axis (the last one is closed).
struct Histogram {
  Axis axis;
  Index n = 0;  ///< all numbers, also those outside
  Index below = 0, above = 0;
  Eigen::ArrayXd counts;   ///< whole numbers
  Eigen::ArrayXd density;  ///< c_i / (n width): integrates to the fraction inside
  Eigen::ArrayXd error;    ///< √(c_i (1 − c_i/n)) / (n width), the binomial standard error of `density`
};

/// The cell of x is the one whose faces enclose it, also where rounding of (x − lower)/width says otherwise.
/// Throws InvalidArgument on NaN, n < 1 or a bad axis.
Histogram histogram(const double* x, Index n, const Axis& axis);

}  // namespace kolmo
