#pragma once
// Steps along the natural gradient, and what stands in for Fisher's matrix.

#include "kolmo/information_geometry/exponential_family.hpp"

namespace kolmo::information_geometry {

/// F⁺ g of a symmetric F, positive semidefinite: eigenvalues below `cut` of the largest count as 0 (softmax
/// in n coordinates is singular along (1, …, 1), and F + ε with a small ε sends what g has along it to
/// infinity).
Eigen::VectorXd natural_direction(const Eigen::MatrixXd& fisher, const Eigen::VectorXd& gradient,
                                  double cut = 1e-12);

/// One step of length α of minimising KL(p*‖p_θ), whose gradient in θ is η(θ) − η*: θ − α F⁻¹(η − η*). With α
/// = 1 Newton's method.
Eigen::VectorXd natural_gradient_step(const ExponentialFamily& family, const Eigen::VectorXd& natural,
                                      const Eigen::VectorXd& target_mean, double alpha);

/// The same in mean parameters: the gradient in η is F⁻¹(η − η*), Fisher's matrix of η is F⁻¹, and η − α(η −
/// η*) is what is left: one step with α = 1 arrives.
Eigen::VectorXd natural_gradient_step_in_mean(const ExponentialFamily& family, const Eigen::VectorXd& mean,
                                              const Eigen::VectorXd& target_mean, double alpha);

/// Mirror descent of the same loss with the mirror map ∇A: ∇A(θ') = ∇A(θ) − α ∇_θ loss, the natural gradient
/// in η (Raskutti and Mukherjee 2015).
Eigen::VectorXd mirror_step(const ExponentialFamily& family, const Eigen::VectorXd& natural,
                            const Eigen::VectorXd& target_mean, double alpha);

/// Fisher's matrix of the weights W (outputs×inputs, stacked by columns) of a layer z = W a under a loss in
/// z, from samples of a (rows) and ∂loss/∂z (rows): E (a aᵀ) ⊗ (δ δᵀ) exactly, and Kronecker-factored, E a aᵀ
/// ⊗ E δ δᵀ (Martens and Grosse 2015): equal where a and δ are independent.
Eigen::MatrixXd layer_fisher(const Eigen::MatrixXd& inputs, const Eigen::MatrixXd& deltas);
Eigen::MatrixXd kronecker_fisher(const Eigen::MatrixXd& inputs, const Eigen::MatrixXd& deltas);

}  // namespace kolmo::information_geometry
