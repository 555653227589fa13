#pragma once
// The chains that schemes make of constrained processes, without sampling.

#include "kolmo/measure/sde/chebyshev_chain.hpp"
#include "kolmo/sde/drivers/walls.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::measure {

/// One step of length h from time 0 of an autonomous process, the scheme's own code and then the walls' own
/// code run on quadrature nodes of the normal numbers; functions have n values. Steps of the interval and of
/// the ball are affine in z (euler_maruyama with additive noise), so that the places are known at which they
/// reach a wall and the quadrature has a seam there: weights then sum to 1 to 1e-13.
///
/// On [lower, upper], walls of coordinate 0 of a process on the line.
ChebyshevChain interval_chain(const sde::SdeScheme& scheme, const process::Process& process,
                              const sde::Walls& walls, double lower, double upper, double h, Index n = 64);

/// cos θ = x_1/R of a process on the sphere of radius R whose law does not change where the other axes turn;
/// functions on [−1, 1].
ChebyshevChain sphere_chain(const sde::SdeScheme& scheme, const process::Process& process, double radius,
                            double h, Index n = 32);

/// |x|²/R² of a process in the ball |x| ≤ R of R^d, d ≥ 2, whose law does not change under rotations;
/// functions on [0, 1].
ChebyshevChain ball_chain(const sde::SdeScheme& scheme, const process::Process& process,
                          const sde::Walls& wall, double radius, double h, Index n = 40);

}  // namespace kolmo::measure
