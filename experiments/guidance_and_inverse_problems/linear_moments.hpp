#pragma once
// Mean and variance of a linear process on the line, from its own drift and noise.

#include "kolmo/process/process.hpp"
#include "kolmo/process/score/guided_score.hpp"

namespace kolmo::guidance_and_inverse_problems {

/// dm/ds = a m + b, dv/ds = 2 a v + g², with a and b read off the drift at −1, 0 and 1, over [0, end] to
/// 1e−12.
process::GuidedGaussian linear_moments(const process::Process& process, const process::GuidedGaussian& start,
                                       double end);

}  // namespace kolmo::guidance_and_inverse_problems
