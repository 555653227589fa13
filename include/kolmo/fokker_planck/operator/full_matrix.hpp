#pragma once
// Diffusion by a constant matrix.

#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::fokker_planck {

/// D = ½ G Gᵀ of constant noise, d×d. Throws InvalidArgument for other kinds, for a G that depends on time,
/// and for a D whose diagonal is not positive.
Eigen::MatrixXd diffusion_matrix(const process::Process& process);

/// The generator of a process with constant noise: fluxes along the axes by `axes` from the drift and D's
/// diagonal (a potential is not used), mixed derivatives by exchange at corners (Generator). Order 2 where
/// `axes` has it, mass exact. Off-diagonal entries are ≥ 0 where every face rate along k is at least
/// Σ_l |D_kl|/(h_k h_l): without drift |D₁₂| ≤ min(D₁₁ h₂/h₁, D₂₂ h₁/h₂) in 2-D; else has_negative_rates().
/// discretisation(…).build takes processes with constant noise here.
Generator full_matrix_generator(const Discretisation& axes, const process::Process& process, const Grid& grid,
                                const Setting& setting = {});

}  // namespace kolmo::fokker_planck
