#pragma once
// The parts of the experiment.

#include "fokker_planck_convergence/plan.hpp"

namespace kolmo::fokker_planck_convergence {

Plan heat_plan(const RunSettings& settings);
Plan ornstein_uhlenbeck_plan(const RunSettings& settings);
/// On the clock, and in its own time by a generator that changes; with it sub-VP, which has no clock.
Plan variance_preserving_plan(const RunSettings& settings);
/// Orders against an extrapolated solution, reference moments and eigenvalues, the Gibbs state, free energy.
Plan double_well_plan(const RunSettings& settings);
Plan periodic_plan(const RunSettings& settings);
Plan rotation_plan(const RunSettings& settings);
Plan rotation_scalar_plan(const RunSettings& settings);
Plan space_plan(const RunSettings& settings);

/// A start with a jump: what rings, what does not, and which order is left.
Plan rough_plan(const RunSettings& settings);
/// Cell Péclet number 1000 and densities down to 1e−300: positivity, where it is proved and where it ends.
Plan convection_plan(const RunSettings& settings);
/// Steps that follow the error, beside explicit Runge–Kutta.
Plan adaptive_plan(const RunSettings& settings);

/// Fourier series and Hermite functions: orders in time, errors that fall faster than any power, mass.
Plan spectral_plan(const RunSettings& settings);
/// Position and velocity: orders with every transport, the law at rest, velocity autocorrelations.
Plan kinetic_plan(const RunSettings& settings);

}  // namespace kolmo::fokker_planck_convergence
