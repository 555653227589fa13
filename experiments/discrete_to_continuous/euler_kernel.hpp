#pragma once
// The law of the textbook Euler–Maruyama chain of a linear process.

#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::discrete_to_continuous {

/// x_{i+1} = x_i + h f(t_i, x_i) + g(t_i) √h z_i with t_i = i h, h = 1/steps, both coefficients at the left
/// end: the law of x_to | x_from by the recursions of scale and variance, from what the process (1-D, linear,
/// scalar noise) says its drift and diffusion are.
process::Kernel euler_kernel(const process::Process& process, Index steps, Index from, Index to);

}  // namespace kolmo::discrete_to_continuous
