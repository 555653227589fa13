#include "kolmo/measure/problems/three_components.hpp"

namespace kolmo::measure {

density::GaussianMixture three_components() {
  Points means(3, 2);
  means << -2, 1, 1, 1.5, 0.5, -2;
  std::vector<Eigen::MatrixXd> covariances(3, Eigen::MatrixXd(2, 2));
  covariances[0] << 0.5, 0.2, 0.2, 0.3;
  covariances[1] << 0.3, -0.1, -0.1, 0.6;
  covariances[2] << 0.4, 0, 0, 0.25;
  return {Eigen::Array3d(0.25, 0.45, 0.3), means, density::Covariances::full(covariances)};
}

}  // namespace kolmo::measure
