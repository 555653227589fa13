#pragma once
// The exact exponential of a generator on a line, without a subtraction.

#include <Eigen/Core>

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// Lines side by side in one product.
inline constexpr Index product_lanes = 16;

/// E = e^{tL} ≥ 0 of a generator on a line with closed sides, dense: e^{−c} Σ_k (tL + c)^k/k! of a small part
/// of t, squared up to t (Jensen 1953; Moler, Van Loan 2003, method 3). All terms are ≥ 0, so that large
/// entries and stationary states keep their relative accuracy; columns are scaled to sum to 1.
class TransitionMatrix {
 public:
  /// t > 0. Takes n² doubles and 2 n³ log₂(t‖L‖) operations. Throws InvalidArgument where they do not fit.
  TransitionMatrix(const Generator& generator, double t);
  Index size() const { return size_; }

  /// 16 lines: lines[16 i + l], cell i of lane l, multiplied by E into `out`. The sum of every lane is
  /// restored by a factor of 1 to rounding on every entry (lanes of both signs: entries move by parts of
  /// their magnitudes). Thread-safe, no allocation.
  void apply(const double* lines, double* out) const;

  /// p ← E p, all sums of terms ≥ 0 where p ≥ 0: every entry keeps its relative accuracy. Σ p is kept to
  /// rounding.
  void apply(Eigen::ArrayXd& p) const { p.matrix() = (values_ * p.matrix()).eval(); }

 private:
  void square();

  Index size_;
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> values_;
};

}  // namespace kolmo::fokker_planck
