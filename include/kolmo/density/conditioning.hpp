#pragma once
// Mixtures given what was observed of them.

#include <vector>

#include "kolmo/density/gaussian_mixture.hpp"

namespace kolmo::density {

/// y = A X + ε, ε ~ N(0, R) independent of X: A m×d, y of m numbers, R m×m symmetric positive definite.
struct LinearObservation {
  Eigen::MatrixXd matrix;
  Eigen::VectorXd value;
  Eigen::MatrixXd noise;
};

/// InvalidArgument unless sizes fit a law on R^dimension, m ≥ 1, everything is finite and R is symmetric
/// positive definite.
void require_observation(const LinearObservation& observation, Index dimension);

/// log p(y) = log Σ w_k N(y; A m_k, A C_k Aᵀ + R).
double log_evidence(const GaussianMixture& prior, const LinearObservation& observation);

/// The law of X given y, again a mixture:
///   w'_k ∝ w_k N(y; A m_k, S_k),  m'_k = m_k + K_k (y − A m_k),  C'_k = (I − K_k A) C_k (I − K_k A)ᵀ +
///   K_k R K_kᵀ,  S_k = A C_k Aᵀ + R,  K_k = C_k Aᵀ S_k⁻¹.
/// Its power p(x) p(y|x)^w, normalised, is the same with R/w (w > 0). Components whose weight is below 1e−300
/// of the largest, which a double cannot tell from none, are left out. Source: Bishop 2006, eq. 2.116, for
/// each component.
GaussianMixture conditioned(const GaussianMixture& prior, const LinearObservation& observation);

/// The law of the other coordinates, in their order, given that coordinates `observed` (distinct, fewer than
/// d, of [0, d)) have these values exactly. Weights as above. InvalidArgument otherwise.
GaussianMixture conditional(const GaussianMixture& joint, const std::vector<Index>& observed,
                            const Eigen::VectorXd& value);

}  // namespace kolmo::density
