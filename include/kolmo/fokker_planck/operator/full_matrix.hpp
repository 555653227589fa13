#pragma once
// Diffusion by a constant matrix.

#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::fokker_planck {

/// D = ½ G Gᵀ of constant noise, d×d. Throws InvalidArgument for other kinds, for a G that depends on time,
/// and for a D whose diagonal is not positive.
Eigen::MatrixXd diffusion_matrix(const process::Process& process);

/// The generator of a process with constant noise (a potential is not used), mixed derivatives by exchange at
/// corners (Generator). Order 2 where `axes` has it, at absorbing and at mirroring walls too; mass exact,
/// and what leaves is counted to order 2.
///
/// What corners exchange along their diagonals is diffusion along the axes as well, Σ_l |D_kl| h_k/h_l of
/// D_kk. Where at least 0.05 D_kk is left along every axis, the drift is carried by the fluxes of `axes` with
/// what is left alone, and off-diagonal entries are ≥ 0 whatever the drift: in 2-D where |D₁₂| ≤ 0.95 min(D₁₁
/// h₂/h₁, D₂₂ h₁/h₂), for h₁/h₂ = √(D₁₁/D₂₂) up to a correlation of 0.95. Else fluxes have the whole of D_kk,
/// and rates are ≥ 0 where every face rate along k is at least Σ_l |D_kl|/(h_k h_l): has_negative_rates()
/// says so. discretisation(…).build takes processes with constant noise here.
Generator full_matrix_generator(const Discretisation& axes, const process::Process& process, const Grid& grid,
                                const Setting& setting = {});

}  // namespace kolmo::fokker_planck
