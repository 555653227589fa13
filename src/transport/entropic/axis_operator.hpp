#pragma once
// Products with a positive matrix along one axis of a grid, in logarithms.

#include <vector>

#include "kolmo/core/grid.hpp"

namespace kolmo::transport {

/// e^L, an n×n matrix of numbers that may be 0 (L = −∞) and of any size.
class AxisOperator {
 public:
  explicit AxisOperator(Eigen::ArrayXXd logarithms);
  Index size() const { return logarithms_.rows(); }
  AxisOperator transposed() const { return AxisOperator(logarithms_.transpose()); }

  /// out_i = log Σ_j e^{L_ij + v_j}; `out` is not v. With m = max v it is m + s + log Σ e^{L_ij − s} e^{v_j −
  /// m}, s = max L: a product. Terms below the smallest number are lost in it, at most 2n·5e−324 together, so
  /// that it has full accuracy where it is above 1e−290, and only there it is used; elsewhere exponentials
  /// are summed one by one about their greatest.
  void apply(const double* v, double* out) const;

 private:
  double one_by_one(Index i, const double* v, double* workspace) const;

  Eigen::ArrayXXd logarithms_;  ///< transposed: row i of L is contiguous
  Eigen::ArrayXXd values_;      ///< e^{L − s}, column j contiguous
  double greatest_;
};

/// values ← the operators along axis 0, 1, … in turn, in logarithms, at the centres of a grid's cells.
void log_apply(const Grid& grid, const std::vector<const AxisOperator*>& along, double* values);

}  // namespace kolmo::transport
