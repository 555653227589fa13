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

/// OT_ε = min ⟨|x − y|², π⟩ + ε KL(π ‖ μ ⊗ ν) between Gaussians, whose plan is a Gaussian. With η = ε/2 and
/// λ_k the eigenvalues of S₀^{1/2} S₁ S₀^{1/2}, the correlation of the plan along the k-th is ρ_k, λ_k^{1/2}
/// ρ_k = c_k = ½(√(4λ_k + η²) − η), the positive root of c² + ηc = λ.
struct GaussianEntropicTransport {
  double transport_cost;    ///< |m₀ − m₁|² + tr S₀ + tr S₁ − 2Σc_k
  double relative_entropy;  ///< −½ Σ log(1 − ρ_k²) = ½ Σ log((√(4λ_k + η²) + η)/2η)
  double value;             ///< transport_cost + ε relative_entropy
  Eigen::MatrixXd
      cross;  ///< E (x − m₀)(y − m₁)ᵀ = ½(S₀^{1/2}(4 S₀^{1/2} S₁ S₀^{1/2} + η²)^{1/2} S₀^{−1/2} − η)
  double contraction;  ///< max ρ_k²: what a sweep of Sinkhorn's iteration leaves of an error, in the end
};

/// Source: Janati, Muzellec, Peyré and Cuturi 2020, theorem 1 (whose 2σ² is ε here). Throws as above, S₀ must
/// be positive definite, and ε finite and > 0.
GaussianEntropicTransport gaussian_entropic_transport(const Eigen::VectorXd& mean_0,
                                                      const Eigen::MatrixXd& covariance_0,
                                                      const Eigen::VectorXd& mean_1,
                                                      const Eigen::MatrixXd& covariance_1, double epsilon);

/// Sinkhorn's divergence between them: OT_ε(μ, ν) − ½OT_ε(μ, μ) − ½OT_ε(ν, ν).
double gaussian_sinkhorn_divergence(const Eigen::VectorXd& mean_0, const Eigen::MatrixXd& covariance_0,
                                    const Eigen::VectorXd& mean_1, const Eigen::MatrixXd& covariance_1,
                                    double epsilon);

}  // namespace kolmo::transport
