#pragma once
// What the noise of a step adds to the variance of one coordinate.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::sde {

/// Temporaries of step_variance: one a thread.
struct StepVarianceScratch {
  StepVarianceScratch(Index rows, Index dimension) : diffusion(rows, dimension) {}
  Points diffusion, matrix;
};

/// out(i) = ∫_t^{t+h} g² for scalar noise, else h Σ_k G_jk(t, x_i)², G as it is where the step begins; x is
/// rows×d, rows as many as the scratch has or fewer.
void step_variance(const process::Process& process, double t, double h, const ConstBlock& x, Index j,
                   StepVarianceScratch& scratch, Values out);

}  // namespace kolmo::sde
