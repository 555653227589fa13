#pragma once
// The lines along one axis in bundles, and their implicit matrices factored.

#include <algorithm>

#include "kolmo/fokker_planck/operator/generator.hpp"
#include "sweep.hpp"

namespace kolmo::fokker_planck {

/// Bundles of up to 16 lines along an axis. Within a bundle neighbouring lines lie `between()` apart, and the
/// cells of a line `along()`.
class LineBundles {
 public:
  LineBundles(const Grid& grid, Index axis);
  Index axis() const { return axis_; }
  Index cells() const { return cells_; }  ///< of a line
  Index along() const { return along_; }
  Index between() const { return axis_ == 0 ? cells_ : 1; }
  Index count() const { return groups_ * bundles_a_group_; }
  Index first_line(Index bundle) const {
    return bundle / bundles_a_group_ * group_ + bundle % bundles_a_group_ * sweep_lanes;
  }
  /// How many of the 16 lanes hold a line of their own; the others repeat the last one.
  Index lanes(Index bundle) const {
    return std::min(sweep_lanes, group_ - bundle % bundles_a_group_ * sweep_lanes);
  }
  /// Where line 0 of the bundle starts.
  Index first_cell(Index bundle) const;

 private:
  Index axis_, cells_, along_;
  Index group_, groups_, bundles_a_group_;  // lines side by side, and how many such groups there are
};

/// I − K of all lines along one axis, K = kappa_dt times their rates: factored without a subtraction where no
/// rate is negative. Lines that do not share their rates come in bundles of 16 lanes.
class AxisFactors {
 public:
  AxisFactors(const FaceRates& rates, const LineBundles& bundles, double kappa_dt);

  SweepFactors bundle(Index b) const {
    const Index column = shared_ ? 0 : b;
    const bool ring = sides_ == SweepFactors::Sides::ring;
    return {up_.col(column).data(),
            down_.col(column).data(),
            inverse_pivot_.col(column).data(),
            ring ? to_last_.col(column).data() : nullptr,
            ring ? from_last_.col(column).data() : nullptr,
            shared_,
            sides_};
  }
  bool absorbs() const { return sides_ == SweepFactors::Sides::absorbing; }

  /// Doubles that such factors take.
  static double size(const FaceRates& rates, const LineBundles& bundles);

 private:
  void factor(const FaceRates& rates, Index line, double kappa_dt, Index lane, Index column);
  void factor_ring(const FaceRates& rates, Index line, double kappa_dt, Index lane, Index column);

  Index n_, lanes_;
  bool shared_;
  SweepFactors::Sides sides_;
  Eigen::ArrayXXd up_, down_, inverse_pivot_, to_last_, from_last_;
};

}  // namespace kolmo::fokker_planck
