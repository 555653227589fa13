#pragma once
// Optimal transport between Gaussians in closed form (Bures and Wasserstein).

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::transport {

/// W2² = |m₀ − m₁|² + tr(S₀ + S₁ − 2(S₀^{1/2} S₁ S₀^{1/2})^{1/2}) between N(m₀, S₀) and N(m₁, S₁) (Dowson and
/// Landau 1982, equation 4). Rounding: a few ulp of the traces. Throws InvalidArgument where sizes differ or
/// a covariance is not symmetric to 1e-12 of its largest entry, not finite or has an eigenvalue below −1e-12
/// of the largest.
double gaussian_w2_squared(const Eigen::VectorXd& mean_0, const Eigen::MatrixXd& covariance_0,
                           const Eigen::VectorXd& mean_1, const Eigen::MatrixXd& covariance_1);

/// The matrix A of the optimal map x ↦ m₁ + A(x − m₀): A = S₀^{−1/2} (S₀^{1/2} S₁ S₀^{1/2})^{1/2} S₀^{−1/2},
/// symmetric. Throws as above, and unless S₀ is positive definite (smallest eigenvalue above 1e-12 of the
/// largest).
Eigen::MatrixXd gaussian_map(const Eigen::MatrixXd& covariance_0, const Eigen::MatrixXd& covariance_1);

}  // namespace kolmo::transport
