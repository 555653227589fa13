#pragma once
// Two numbers that are both called straightness, of Gaussians under an independent coupling.

#include <Eigen/Core>

namespace kolmo::flow_matching {

/// x_t = (1 − t) x₀ + t x₁ with x₀ ~ N(0, C₀) and x₁ ~ N(0, C₁) independent: v(t, x) = A(t) x, A = ½ Ṡ S⁻¹, S
/// = (1 − t)² C₀ + t² C₁.
struct GaussianPair {
  Eigen::MatrixXd from, to;
  Eigen::MatrixXd half_rate(double t) const;  ///< ½ Ṡ
  Eigen::MatrixXd covariance(double t) const;
};

/// ∫ E |x₁ − x₀ − v(t, x_t)|² dt = ∫ tr(C₀ + C₁ − ½Ṡ S⁻¹ ½Ṡ) dt: how much the lines of the coupling cross.
double straightness_of_coupling(const GaussianPair& pair);

/// M with x₁ = M x₀ along the flow: Ṁ = A M, M(0) = I, to 1e-13.
Eigen::MatrixXd map_of_flow(const GaussianPair& pair);

/// ∫ E |v(t, x_t) − (x₁ − x₀)|² dt along the flow = ∫ tr(A S Aᵀ) dt − tr((M − I) C₀ (M − I)ᵀ): how much its
/// own lines bend.
double straightness_of_flow(const GaussianPair& pair);

/// E |M x₀ − x₀|².
double cost_of_map(const GaussianPair& pair, const Eigen::MatrixXd& map);

}  // namespace kolmo::flow_matching
