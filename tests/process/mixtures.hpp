#pragma once
// Mixtures to start from.

#include <string>
#include <vector>

#include "kolmo/density/gaussian_mixture.hpp"

namespace samples {

/// The mixtures of data/reference/a_marginals.json: gmm1_seed.spec and gmm2_seed.spec.
inline kolmo::density::GaussianMixture reference_mixture(const std::string& key) {
  using kolmo::density::Covariances;
  if (key == "gmm1_seed") {
    return kolmo::density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-2, 2),
                                      Eigen::Array2d(0.5, 0.5));
  }
  kolmo::Points means(2, 2);
  means << -1.5, 0, 1.5, 0;
  return {Eigen::Array2d(0.4, 0.6), means, Covariances::isotropic(Eigen::Array2d(0.5, 0.5), 2)};
}

/// Three components in the plane with equal, different, diagonal and full covariances.
inline std::vector<kolmo::density::GaussianMixture> plane_mixtures() {
  using kolmo::density::Covariances;
  kolmo::Points means(3, 2);
  means << -1.5, 0.2, 1, 1, 0.3, -2;
  const Eigen::ArrayXd weights = Eigen::Array3d(0.2, 0.5, 0.3);
  Eigen::ArrayXXd variances(3, 2);
  variances << 0.4, 0.9, 0.25, 0.25, 1.1, 0.3;
  const Eigen::MatrixXd tilted = (Eigen::Matrix2d() << 0.5, 0.3, 0.3, 0.7).finished();
  const Eigen::MatrixXd round = 0.4 * Eigen::MatrixXd::Identity(2, 2);
  std::vector<kolmo::density::GaussianMixture> all;
  all.emplace_back(weights, means, Covariances::isotropic(Eigen::Array3d(0.3, 0.3, 0.3), 2));
  all.emplace_back(weights, means, Covariances::isotropic(Eigen::Array3d(0.3, 0.8, 0.5), 2));
  all.emplace_back(weights, means, Covariances::diagonal(variances));
  all.emplace_back(weights, means, Covariances::full({tilted, round, 0.5 * tilted}));
  return all;
}

inline kolmo::Points plane_points() {
  kolmo::Points x(6, 2);
  x << 0, 0, -1.4, 0.5, 1.2, 0.8, 0.2, -2.2, 2.5, -1, -2, 2;
  return x;
}

}  // namespace samples
