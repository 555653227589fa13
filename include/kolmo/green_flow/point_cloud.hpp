#pragma once
// Data as point sources.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::green_flow {

/// Σ w_k δ(x − p_k): n ≥ 1 finite points (n×d, d ≥ 1) with finite weights w_k > 0, kept with Σ w_k = 1.
/// Throws InvalidArgument otherwise, naming the point.
class PointCloud {
 public:
  explicit PointCloud(Points points);  ///< equal weights
  PointCloud(Points points, Eigen::ArrayXd weights);
  Index size() const { return points_.rows(); }
  Index dimension() const { return points_.cols(); }
  const Points& points() const { return points_; }
  const Eigen::ArrayXd& weights() const { return weights_; }
  /// Σ w_k p_k.
  Eigen::ArrayXd mean() const;
  /// The same points about their mean: what makes a prior that knows nothing of the mean good to O(1/T²).
  PointCloud centred() const;

 private:
  Points points_;
  Eigen::ArrayXd weights_;
};

}  // namespace kolmo::green_flow
