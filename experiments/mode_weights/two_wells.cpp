#include "mode_weights/two_wells.hpp"

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/potentials.hpp"

namespace kolmo::mode_weights {

density::GaussianMixture two_wells(Index d, double left) {
  Points means = Points::Zero(2, d);
  means(0, 0) = -distance;
  means(1, 0) = distance;
  return {Eigen::Array2d(left, 1 - left), means, density::Covariances::isotropic(Eigen::Array2d(1, 1), d)};
}

std::shared_ptr<const sampling::Target> noisy_wells(Index d, double sigma) {
  return sampling::target_of(std::make_shared<density::GaussianMixture>(
      two_wells(d).blurred(Eigen::VectorXd::Zero(d), 1, sigma * sigma)));
}

std::shared_ptr<const sampling::Target> normal_target(double variance, Index d) {
  return sampling::target_of(
      std::make_shared<density::QuadraticPotential>(1 / variance, Eigen::VectorXd::Zero(d)));
}

Points normal_points(const RandomStream& stream, Index n, Index d, double deviation) {
  Points x(n, d);
  for_each_block(
      n, [&](Index, Index first, Index rows) { stream.normals(first, 0, x.middleRows(first, rows)); });
  return deviation * x;
}

Estimate left_share(const Points& x) {
  const Points negative = -x.leftCols(1);
  return fraction_above(negative.data(), negative.rows(), 0);
}

}  // namespace kolmo::mode_weights
