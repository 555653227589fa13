#pragma once
// Samples of x_t given x_0, and of p_t.

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/green_flow/green_field.hpp"

namespace kolmo::green_flow {

/// out(i, ·) = x₀ + r e: x₀ = sources row i, r by inversion of ψ_t, e uniform on the sphere; the numbers of
/// particle first + i of the stream, step 0. `first` is a multiple of 16; shapes are equal (else
/// InvalidArgument).
void sample_conditional(const GreenKernel& kernel, double t, const ConstBlock& sources,
                        const RandomStream& stream, Index first, Block out);

/// n draws of p_t = Σ w_k φ_t(|· − p_k|), block by block in parallel.
Points sample_marginal(const GreenField& field, double t, Index n, const RandomStream& stream);

/// n draws of the prior of a centred cloud: φ_T(|·|), which knows nothing of the data.
Points sample_prior(const GreenKernel& kernel, double t, Index n, const RandomStream& stream);

}  // namespace kolmo::green_flow
