#pragma once
// A mixture evaluated point by point in extended precision, straight from its formulas.

#include <Eigen/Dense>
#include <cmath>
#include <numbers>
#include <vector>

#include "kolmo/density/gaussian_mixture.hpp"

namespace oracle {

using Real = long double;
using Vector = Eigen::Matrix<Real, Eigen::Dynamic, 1>;
using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;

struct Values {
  Real log_density;
  Vector score;
  Matrix hessian;
};

inline Values evaluate(const kolmo::density::GaussianMixture& mixture, const Eigen::VectorXd& point) {
  const Eigen::Index n = mixture.components(), d = mixture.dimension();
  const Vector x = point.cast<Real>();
  std::vector<Real> logits;
  std::vector<Vector> scores;
  std::vector<Matrix> inverses;
  Real largest = -std::numeric_limits<Real>::infinity();
  for (Eigen::Index k = 0; k < n; ++k) {
    const Matrix covariance = mixture.covariance(k).cast<Real>();
    const Vector u = x - mixture.means().row(k).matrix().transpose().cast<Real>();
    inverses.push_back(covariance.inverse());
    scores.push_back(-inverses.back() * u);
    const Real determinant = covariance.determinant();
    logits.push_back(std::log(static_cast<Real>(mixture.weights()(k))) + 0.5L * u.dot(scores.back()) -
                     0.5L * static_cast<Real>(d) * std::log(2 * std::numbers::pi_v<Real>) -
                     0.5L * std::log(determinant));
    largest = std::max(largest, logits.back());
  }
  Real total = 0;
  for (Real l : logits) total += std::exp(l - largest);
  Values values{largest + std::log(total), Vector::Zero(d), Matrix::Zero(d, d)};
  for (std::size_t k = 0; k < logits.size(); ++k)
    values.score += std::exp(logits[k] - largest) / total * scores[k];
  for (std::size_t k = 0; k < logits.size(); ++k) {
    const Vector centred = scores[k] - values.score;
    values.hessian += std::exp(logits[k] - largest) / total * (centred * centred.transpose() - inverses[k]);
  }
  return values;
}

}  // namespace oracle
