#pragma once
// Mixtures and points that several tests use, from a small generator with fixed seeds.

#include <random>
#include <vector>

#include "kolmo/density/gaussian_mixture.hpp"

namespace samples {

using kolmo::Index;
using kolmo::Points;
using kolmo::density::Covariances;
using kolmo::density::GaussianMixture;

inline Points random_points(Index n, Index d, double size, unsigned seed) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> uniform(-size, size);
  Points points(n, d);
  for (Index j = 0; j < d; ++j) {
    for (Index i = 0; i < n; ++i) points(i, j) = uniform(generator);
  }
  return points;
}

inline Eigen::ArrayXd random_weights(Index n, unsigned seed) {
  Eigen::ArrayXd weights = random_points(n, 1, 1, seed).col(0).abs() + 0.1;
  return weights / weights.sum();
}

inline std::vector<Eigen::MatrixXd> random_matrices(Index n, Index d, unsigned seed) {
  std::vector<Eigen::MatrixXd> matrices;
  for (Index k = 0; k < n; ++k) {
    const Eigen::MatrixXd a = random_points(d, d, 0.7, seed + static_cast<unsigned>(k)).matrix();
    const Eigen::MatrixXd matrix = a * a.transpose() + 0.2 * Eigen::MatrixXd::Identity(d, d);
    matrices.push_back(0.5 * (matrix + matrix.transpose()));
  }
  return matrices;
}

/// One of each kind: equal variances, different variances, diagonal, full.
inline std::vector<GaussianMixture> mixtures(Index n, Index d) {
  const Points means = random_points(n, d, 2, 11);
  const Eigen::ArrayXd weights = random_weights(n, 12);
  const Eigen::ArrayXXd variances = random_points(n, d, 0.5, 13) + 0.7;
  std::vector<GaussianMixture> result;
  result.emplace_back(weights, means, Covariances::isotropic(Eigen::ArrayXd::Constant(n, 0.3), d));
  result.emplace_back(weights, means, Covariances::isotropic(variances.col(0), d));
  result.emplace_back(weights, means, Covariances::diagonal(variances));
  result.emplace_back(weights, means, Covariances::full(random_matrices(n, d, 14)));
  return result;
}

}  // namespace samples
