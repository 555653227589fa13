#pragma once
// Times at which a denoising objective ∫ w(t) E ℓ_t dt is estimated: uniform, or by importance.

#include "kolmo/ode/samplers/log_snr_clock.hpp"

namespace kolmo::score {

/// Times with the weights that make Σ weight·f(t)/n an estimate of ∫ f dt over the clock's [t_min, t_max].
struct WeightedTimes {
  Eigen::ArrayXd t, weight;
};

/// t uniform; weight t_max − t_min. `u`: numbers in (0, 1) (else InvalidArgument), for all.
WeightedTimes uniform_times(const ode::LogSnrClock& clock, const Eigen::ArrayXd& u);

/// λ = log(α/σ) uniform, so that t has a density ∝ −dλ/dt = g²/(2σ²) (on VP β/(2σ²)): the choice that takes
/// the divergence of the likelihood's weight at small t out of the variance (Song et al. 2021; Kingma et al.
/// 2021). weight = 2σ²(λ(t_min) − λ(t_max))/g².
WeightedTimes log_snr_times(const ode::LogSnrClock& clock, const Eigen::ArrayXd& u);

}  // namespace kolmo::score
