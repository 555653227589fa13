#pragma once
// Grids for processes in which some coordinates have no noise of their own.

#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::fokker_planck {

/// Where ½ Σ_k G_jk² = D > 0 at a face, the flux of Scharfetter and Gummel with the drift there (less ∂D);
/// where it is 0 the upwind flux, up = max(f, 0)/h and down = max(−f, 0)/h, so that absorbing sides of such a
/// coordinate (the position of underdamped Langevin dynamics) take what the drift carries out and let nothing
/// in. p ≥ 0; order 1 in the cells of a coordinate without noise. 1 to 3 axes; G Gᵀ must be diagonal, and
/// coefficients constant in time unless setting.time says when. Throws InvalidArgument where they are not, or
/// not finite on the grid.
///
/// What has no rate at all would divide by 0: rates are at least 1e−30 of the largest of their axis.
Generator partly_noiseless(const process::Process& process, const Grid& grid, const Setting& setting = {});

}  // namespace kolmo::fokker_planck
