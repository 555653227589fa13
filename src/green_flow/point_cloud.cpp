#include "kolmo/green_flow/point_cloud.hpp"

#include <string>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::green_flow {

PointCloud::PointCloud(Points points) : PointCloud(points, Eigen::ArrayXd::Constant(points.rows(), 1)) {}

PointCloud::PointCloud(Points points, Eigen::ArrayXd weights)
    : points_(std::move(points)), weights_(std::move(weights)) {
  if (points_.rows() < 1 || points_.cols() < 1)
    throw InvalidArgument("a point cloud needs at least one point of at least one coordinate");
  if (weights_.size() != points_.rows())
    throw InvalidArgument("a point cloud of " + number_text(points_.rows()) + " points has " +
                          number_text(weights_.size()) + " weights: one a point is wanted");
  for (Index k = 0; k < size(); ++k) {
    if (!points_.row(k).allFinite())
      throw InvalidArgument("point " + number_text(k + 1) + " of the cloud is not finite");
    if (!(weights_(k) > 0) || !std::isfinite(weights_(k)))
      throw InvalidArgument(
          "weight " + number_text(k + 1) + " of the cloud is " + number_text(weights_(k)) +
          ": a source has a positive, finite weight (a sink would make the density negative)");
  }
  weights_ /= weights_.maxCoeff();  // the sum of huge weights would overflow
  weights_ /= sum(weights_.data(), weights_.size());
}

Eigen::ArrayXd PointCloud::mean() const { return (points_.matrix().transpose() * weights_.matrix()).array(); }

PointCloud PointCloud::centred() const { return {points_.rowwise() - mean().transpose(), weights_}; }

}  // namespace kolmo::green_flow
