#pragma once
// The noise of a sampler with long steps, made of that of one with short steps.

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/ode/samplers/sampling_program.hpp"

namespace kolmo::ode {

/// Normals for a sampler whose step n covers steps n r … (n + 1) r − 1, r = `ratio`, of the program `fine`:
/// draw k of step n is
///     Z = Σ_j c_j Z_jk / (Σ_j c_j²)^½,   c_j = b_jk/α_j,
/// over those of the short steps that draw a k-th time, b_jk its amplitude, α_j that of the node at the short
/// step's end and Z_jk what the stream has for it; where none does, Z is a normal number that no short step
/// takes. Z is standard normal whatever the c_j; these let noise x/α add up, so that the ends of both lie
/// near each other and differences between them have little noise. ratio ≥ 1 (1: the stream's own, as
/// `sample` takes it), dimension ≥ 1 (else InvalidArgument).
NoiseSource coupled_noise(const RandomStream& stream, const SamplingProgram& fine, Index ratio,
                          Index dimension);

}  // namespace kolmo::ode
