#pragma once
// Diffusion by a matrix that depends on the place.

#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::fokker_planck {

/// The generator of dX = f dt + G(x) dW with any G, D = ½ G Gᵀ:
///
///     ∂p/∂t = −Σ_k ∂_k(f_k p) + Σ_kl ∂_k∂_l(D_kl p),
///
/// every cell's rates by its own f and D (Kushner and Dupuis 2001, ch. 5.3.2): along the diagonal of a corner
/// that D_kl's sign chooses |D_kl|/(h_k h_l), and along axis k what is left,
///
///     D_k'/h_k² w(∓ f_k h_k/D_k'),  D_k' = D_kk − Σ_l |D_kl| h_k/h_l,  at least 0.05 D_kk beneath the drift,
///
/// with the weight w of smooth_hybrid. Order 2; mass exact, what absorbing walls take is counted to order 2.
/// No rate is negative where D_k' ≥ 0.05 D_kk in every cell (has_negative_rates()). Sides and noise of every
/// kind; walls that nothing passes mirror (Generator).
///
/// discretisation(…).build takes processes whose noise is a matrix that depends on the place here, whatever
/// the discretisation.
///
/// Throws InvalidArgument where the process's dimension is not the grid's, coefficients depend on time and
/// setting.time is not given, f or D are not finite, or D_kk is not > 0 at a centre (then noise leaves a
/// coordinate out).
Generator changing_matrix_generator(const process::Process& process, const Grid& grid,
                                    const Setting& setting = {});

}  // namespace kolmo::fokker_planck
