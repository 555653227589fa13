#pragma once
// The score of a density that was marched on a grid of two or three axes.

#include <optional>
#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/score/log_density_field.hpp"
#include "kolmo/process/score/score_jacobian.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::fokker_planck {

/// s(t, x) = ∇log p_t(x) of a recorded march in 2-D or 3-D (on a line: GridScore). log p is interpolated by
/// the tensor product of cubic splines through the cell centres, so that log p has two continuous derivatives
/// in x, and between recorded times by cubic Hermite interpolation over the four nearest; s and ∇·s are the
/// exact derivatives of that. Along every axis the outermost pieces are quadratic and go on outside: s is
/// continued linearly, exactly for Gaussian tails. Given p to O(h²) smoothly, s and ∇·s are good to O(h²); of
/// exact values s is good to O(h³) or better, ∇·s to O(h²).
///
/// Where p < floor, or p < 100 ε at a time when −ε is p's most negative entry, p is *not resolved*: log p is
/// continued there as that of the Gaussian with p's mean and covariance, plus the remainder of the nearest
/// resolved cells, so that the score points inward and no noise grows. `resolved` tells where it is.
///
/// With a reference (V, T) all this is done with log(p e^{V/T}) in place of log p, and −∇V/T, exact, is added
/// to the result (GridScore says why); not resolved places are those of p.
///
/// Memory: 8 bytes a cell and recorded time. A point costs 4^d products.
class TensorScore : public process::LogDensityField, public process::ScoreJacobian {
 public:
  /// Times in the recording's clock. Throws InvalidArgument on fewer than 2 times, other than 2 or 3 axes, an
  /// axis of fewer than 4 cells, if no cell is resolved at some time, and where the coefficients do not fit
  /// into memory; on a reference that is no potential of as many coordinates with T > 0, finite at the cell
  /// centres. floor > 0.
  explicit TensorScore(const Recording& recording, double floor = 1e-290,
                       std::optional<process::GradientStructure> reference = std::nullopt);

  Index dimension() const override { return static_cast<Index>(axes_.size()); }
  /// t must be within the recorded times (by 1e-12 of their span): InvalidArgument otherwise.
  void score(double t, const ConstBlock& x, Block out) const override;
  void score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const override;

  /// log p as it is interpolated: s is its gradient everywhere.
  void log_density(double t, const ConstBlock& x, Values out) const override;
  /// Throws Undefined with a reference, whose second derivatives are not known.
  void score_and_jacobian(double t, const ConstBlock& x, Block score, Block jacobian) const override;

  /// Whether x lies in a cell that is resolved, with all cells around it, at each of the recorded times that
  /// t's interpolation uses.
  Eigen::Array<bool, Eigen::Dynamic, 1> resolved(double t, const ConstBlock& x) const;
  double first_time() const { return times_.front(); }
  double last_time() const { return times_.back(); }

 private:
  /// Calls use(i, c, places, strides) for every point: the spline's coefficients and where the point lies.
  template <int D, class Use>
  void at_places(double t, const ConstBlock& x, const Use& use) const;
  template <int D>
  void evaluate(double t, const ConstBlock& x, Block score, double* divergence) const;

  void add_reference(const ConstBlock& x, Block score, double* divergence) const;

  std::optional<process::GradientStructure> reference_;
  std::vector<Axis> axes_;
  std::vector<double> times_;
  Eigen::ArrayXXd coefficients_;  ///< of the B-splines, cells + 2 along every axis; a column a time
  Eigen::Array<bool, Eigen::Dynamic, Eigen::Dynamic> resolved_;  ///< cells × times
  unsigned long long id_;
};

}  // namespace kolmo::fokker_planck
