#pragma once
// The divergence of a velocity from a random direction, where nobody knows it: of a score that is learnt.

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::ode {

/// Directions z with E z zᵀ = I: entries ±1, or standard normal.
enum class Probe { rademacher, gaussian };

/// ∇·v ≈ zᵀ ∇v z (Hutchinson 1990; Grathwohl et al. 2019), unbiased. With A the symmetric part of ∇v its
/// variance is 2 Σ_{i≠j} A_ij² of Rademacher's probes and 2 ‖A‖_F² of Gaussian ones.
///
/// One probe is drawn a trajectory and kept: along it zᵀ ∇v z is a smooth function of time, and an adaptive
/// stepper sees nothing odd. A probe that is drawn again at each evaluation leaves noise that no step makes
/// small: the local error falls as h, not as h^{p+1}. Several rows with one start are as many probes: their
/// mean and standard error are those of the estimate.
struct TraceEstimate {
  Probe probe = Probe::rademacher;
  RandomStream stream;
  /// > 0, in units of x: zᵀ∇v z is (zᵀv(x + wz) − zᵀv(x − wz))/(2w), off by w²/6 times a third derivative,
  /// and by rounding over w: 1e-5 of the length on which v bends leaves about 1e-10.
  double width;
  bool redrawn = false;  ///< at each evaluation: to show what it does
};

/// z(i, ·) = the probe of particle first + i: number 0, or 1, 2, … where probes are redrawn.
void draw_probes(const TraceEstimate& estimate, Index first, std::uint32_t number, Block z);

/// velocity(i, ·) = v(t, x_i), divergence(i) = the estimate of (∇·v)(t, x_i) from the probe z_i: three
/// evaluations of v.
void estimate_divergence(const process::VelocityField& field, double t, const ConstBlock& x,
                         const ConstBlock& z, double width, Block velocity, Values divergence);

}  // namespace kolmo::ode
