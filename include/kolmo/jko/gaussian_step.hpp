#pragma once
// The JKO step between Gaussians in closed form: the reference for every other one.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::jko {

/// N(mean, deviation² I).
struct GaussianLaw {
  Eigen::VectorXd mean;
  double deviation;
};

/// F[ρ] = ∫ρ θ|x − c|²/2 + T ∫ρ log ρ: the free energy of the Ornstein–Uhlenbeck process with rate θ about c
/// and g² = 2T (θ = 0: of the heat flow).
struct QuadraticEnergy {
  double stiffness;        ///< θ ≥ 0
  Eigen::VectorXd centre;  ///< c
  double temperature;      ///< T > 0
};

/// argmin_ρ { W2²(ρ, N(m, σ² I))/(2τ) + F[ρ] }, a Gaussian again: m′ = (m + τθc)/(1 + τθ) and σ′ the positive
/// root of (1 + τθ) σ′ − τT/σ′ = σ. Throws InvalidArgument for τ ≤ 0, θ < 0, T ≤ 0, σ < 0 or sizes that
/// differ.
GaussianLaw jko_step(const QuadraticEnergy& energy, double tau, const GaussianLaw& law);

/// F[N(m, σ² I)] = θ(|m − c|² + dσ²)/2 − T d log(2πe σ²)/2.
double evaluate(const QuadraticEnergy& energy, const GaussianLaw& law);

/// W2² = |m − m′|² + d (σ − σ′)².
double w2_squared(const GaussianLaw& a, const GaussianLaw& b);

}  // namespace kolmo::jko
