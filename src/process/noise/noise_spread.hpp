#pragma once
// D = G Gᵀ and its divergence, whatever the kind of the noise.

#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// out(i, k d + j) = D_jk(t, x_i) = Σ_l G_jl G_kl, rows×d².
void noise_spread(const Process& process, double t, const ConstBlock& x, Block out);

/// out(i, j) = Σ_k ∂D_jk/∂x_k (t, x_i): 2 g_j ∂g_j/∂x_j for diagonal noise, 0 where G does not depend on the
/// state. Throws Undefined where a noise that does has no derivatives.
void noise_spread_divergence(const Process& process, double t, const ConstBlock& x, Block out);

}  // namespace kolmo::process
