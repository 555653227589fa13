#pragma once
// The score of a density that was marched on a line.

#include <optional>
#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/score/log_density_field.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::fokker_planck {

/// s(t, x) = ∂ₓ log p_t(x) of a recorded 1-D march. log p is interpolated by a cubic spline through the cell
/// centres and, between recorded times, by cubic Hermite interpolation over the four nearest (slopes from
/// parabolas); s and ∂ₓs are its exact derivatives in x, s continuous with its first derivative, ∂ₓs
/// continuous. Given p to O(h²) smoothly, s and ∂ₓs are good to O(h²).
///
/// Where p < floor, or p < 100 ε at a time when −ε is p's most negative entry (a stepper that does not keep
/// p ≥ 0), or in fewer than 5 cells in a row above that, p is *not resolved*; there, and outside the
/// outermost cell centres, s is continued linearly (log p quadratically) from the nearest resolved place, and
/// between two resolved stretches s is the parabola that has s at both and the difference of log p between
/// them. `resolved` tells where it is.
///
/// With a reference (V, T) all this is done with log(p e^{V/T}) in place of log p, and −∇V/T, exact, is added
/// to the result. Under dX = −V′ dt + √(2T) dW the velocity −V′ − T s is then −T times the interpolated
/// derivative: it stays continuous where V has a kink (p then has one too, which no spline through log p
/// follows), its divergence holds what V″ has there, and in tails that a steep V governs nothing is lost to
/// the spline.
class GridScore : public process::LogDensityField {
 public:
  struct Stretch {
    double lower, upper;  ///< of the resolved part of the axis
  };

  /// Times in the recording's clock. Throws InvalidArgument on fewer than 2 times, and if no cell is resolved
  /// at some time; on a reference that is no potential on the line with T > 0, finite at the cell centres.
  /// floor > 0.
  explicit GridScore(const Recording& recording, double floor = 1e-290,
                     std::optional<process::GradientStructure> reference = std::nullopt);

  Index dimension() const override { return 1; }
  /// t must be within the recorded times (by 1e-12 of their span): InvalidArgument otherwise.
  void score(double t, const ConstBlock& x, Block out) const override;
  void score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const override;

  /// log p, of which s is the derivative everywhere: that of the cells where p is resolved.
  void log_density(double t, const ConstBlock& x, Values out) const override;

  /// The hull of the places where p is resolved at each of the recorded times that t's interpolation uses.
  Stretch resolved(double t) const;
  double first_time() const { return times_.front(); }
  double last_time() const { return times_.back(); }

 private:
  const double* pieces(double t) const;

  std::optional<process::GradientStructure> reference_;
  double origin_, width_;  // the first cell centre; the cell width
  Index intervals_;
  std::vector<double> times_;
  std::vector<Stretch> resolved_;
  // Between centres j and j + 1, with ξ = (x − x_j)/h: s = c₀ + c₁ ξ + c₂ ξ², log p = c₃ + ∫s. Entry 4 j + k
  // is c_k, one column a time.
  Eigen::ArrayXXd pieces_;
  unsigned long long id_;
};

}  // namespace kolmo::fokker_planck
