#pragma once
// Geometric Brownian motion: a step multiplies the state by a number that depends on its normal numbers
// alone, so that strong and weak errors follow without sampling.

#include <optional>

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::measure {

/// Errors after all steps from X₀ = 1: E^½ (Y − X)², E Y − E X, E Y² − E X², E Y⁴ − E X⁴.
struct MultiplicativeErrors {
  double strong, mean, square, fourth;
};

/// Of dX = μ X dt + σ X dW at `end_time`. Empty where a step is not proportional to the state (tamed
/// schemes). The strong error follows E D², E D X with D = Y − X, so that nothing cancels.
std::optional<MultiplicativeErrors> multiplicative_errors(const sde::SdeScheme& scheme, double mu,
                                                          double sigma, double end_time, Index steps);

}  // namespace kolmo::measure
