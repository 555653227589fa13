#pragma once
// Linear problems: where a step is affine in the state and in its normal numbers, means and covariances of
// whole runs follow without sampling.

#include <optional>

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::measure {

/// x′ = scale x + noise w + shift, w the normal numbers of the step.
struct AffineStep {
  Eigen::MatrixXd scale, noise;
  Eigen::VectorXd shift;
};

/// The step of the scheme from t to t + h; empty where it is not affine (tamed schemes).
std::optional<AffineStep> affine_step(const sde::SdeScheme& scheme, const process::Process& process, double t,
                                      double h);

/// What is observed of x at t (the postprocessor), likewise; the identity where there is none.
std::optional<AffineStep> affine_observation(const sde::SdeScheme& scheme, const process::Process& process,
                                             double t, double h);

struct GaussianLaw {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;  ///< symmetric
};

/// The law of the scheme after `steps` equal steps from `begin` to `end`, observed; empty where a step is not
/// affine.
std::optional<GaussianLaw> propagate(const sde::SdeScheme& scheme, const process::Process& process,
                                     GaussianLaw law, double begin, double end, Index steps);

/// The law of the chain of steps h that stays the same, observed: C = A C Aᵀ + B Bᵀ. Empty where a step is
/// not affine or the chain has none.
std::optional<GaussianLaw> stationary_law(const sde::SdeScheme& scheme, const process::Process& process,
                                          double h);

/// E^½ (X_N − X_T)² of the scheme against the exact solution of dX = −θ X dt + σ dW along the same path, from
/// x₀, from the joint law of z, u and ∫e^{−θ(h − s)} dW in every step. Empty where a step is not affine.
std::optional<double> ornstein_uhlenbeck_strong_error(const sde::SdeScheme& scheme, double theta,
                                                      double sigma, double x0, double end_time, Index steps);

}  // namespace kolmo::measure
