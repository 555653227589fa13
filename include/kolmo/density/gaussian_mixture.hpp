#pragma once
// Gaussian mixtures: the densities whose marginals under linear processes are known in closed form.

#include <vector>

#include "kolmo/density/component_table.hpp"
#include "kolmo/density/covariances.hpp"
#include "kolmo/density/density.hpp"

namespace kolmo::density {

/// p(x) = Σ_k w_k N(x; m_k, C_k) on R^d.
class GaussianMixture final : public Density {
 public:
  /// weights K, all positive, |Σ w_k − 1| < 1e−12; means K×d, finite; covariances K of dimension d. Throws
  /// InvalidArgument otherwise.
  GaussianMixture(Eigen::ArrayXd weights, Points means, Covariances covariances);

  Index dimension() const override { return means_.cols(); }
  void log_density(const ConstBlock& x, Values out) const override { table_.log_density(x, out); }
  void score(const ConstBlock& x, Block out) const override { table_.score(x, out); }
  void score_and_laplacian(const ConstBlock& x, Block score, Values laplacian) const override {
    table_.score_and_laplacian(x, score, laplacian);
  }
  void hessian_product(const ConstBlock& x, const ConstBlock& v, Block out) const override {
    table_.hessian_product(x, v, out);
  }
  /// The component from a uniform number (step 0, draw 0), the point from normals (step 0, draws 1 … d).
  void sample(const RandomStream& stream, Index first, Block out) const override;

  Index components() const { return weights_.size(); }
  const Eigen::ArrayXd& weights() const { return weights_; }
  const Eigen::ArrayXd& log_weights() const { return log_weights_; }
  /// K×d.
  const Points& means() const { return means_; }
  const Covariances& covariances() const { return covariances_; }
  /// C_k, d×d.
  Eigen::MatrixXd covariance(Index k) const { return covariances_.matrix(k); }

  /// E X, exactly.
  Eigen::VectorXd mean() const;
  /// Cov X = Σ w_k (C_k + (m_k − EX)(m_k − EX)ᵀ), exactly.
  Eigen::MatrixXd covariance() const;

  /// The law of centre + scale (X − centre) + √variance Z, Z standard normal: again a mixture. scale > 0,
  /// variance ≥ 0, centre of size d (else InvalidArgument).
  GaussianMixture blurred(const Eigen::VectorXd& centre, double scale, double variance) const;
  /// The law of direction·X, a mixture in 1-D. direction: d finite numbers, not all zero.
  GaussianMixture marginal_1d(const Eigen::VectorXd& direction) const;

  /// E X^n, exactly (1-D, n ≥ 0; InvalidArgument otherwise).
  double raw_moment(int n) const;
  /// P(X ≤ x) (1-D).
  double cdf(double x) const;
  /// P(X > a), without cancellation in the right tail (1-D).
  double probability_above(double a) const;
  /// The x with P(X ≤ x) = p, 0 < p < 1 (1-D), to rounding.
  double quantile(double p) const;

 private:
  void require_1d(const char* what) const;

  Eigen::ArrayXd weights_, log_weights_;
  Points means_;
  Covariances covariances_;
  std::vector<double> cumulative_weights_;
  ComponentTable table_;
};

/// N(mean, covariance): a mixture of one component. covariance: symmetric positive definite d×d.
GaussianMixture gaussian(const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance);

/// N(mean, deviation²) in 1-D.
GaussianMixture gaussian_1d(double mean, double deviation);

/// Σ w_k N(m_k, deviations_k²) in 1-D.
GaussianMixture mixture_1d(const Eigen::ArrayXd& weights, const Eigen::ArrayXd& means,
                           const Eigen::ArrayXd& deviations);

}  // namespace kolmo::density
