#pragma once
// Kernels on Gaussian targets, whose steps are affine: covariances without sampling.

#include "kolmo/sampling/kernels/markov_kernel.hpp"

namespace kolmo::sampling {

/// z ← scale z + noise ξ + shift, z = x, or (x, momentum) of kinetic kernels.
struct AffineChain {
  Eigen::MatrixXd scale, noise;
  Eigen::VectorXd shift;

  /// max |λ| of scale: below 1 where there is a stationary law.
  double spectral_radius() const;
  /// C = A C Aᵀ + B Bᵀ, by one linear solve. Throws NumericalFailure where the spectral radius is not
  /// below 1.
  Eigen::MatrixXd stationary_covariance() const;
  /// n Var(mean of z₁ over n steps) as n → ∞: Σ_k Cov(z₁(0), z₁(k)) over all k of either sign.
  double asymptotic_variance() const;
};

/// The library's own step, probed at 0, at unit vectors and at unit normals. Throws InvalidArgument where it
/// is not affine to 1e−9 at one more place.
AffineChain affine_chain(const MarkovKernel& kernel, const Target& target, const KernelSettings& settings);

}  // namespace kolmo::sampling
