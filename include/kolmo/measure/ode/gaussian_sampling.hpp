#pragma once
// What a sampler makes of Gaussian data, without sampling: its steps are affine maps.

#include "kolmo/ode/samplers/sampler.hpp"

namespace kolmo::measure {

/// Data N(0, data_variance) in one dimension: the variance at the end of the grid of what starts with the
/// exact one, s(t, x) = −x/(α² v + σ²). A step of a sampler that keeps no evaluation from the step before is
/// x ← a x
/// + Σ b_j Z_j, so that v ← a² v + Σ b_j²; a and b are read off the program at unit vectors. Throws
/// InvalidArgument for samplers of several steps, or where the clock's process has a centre other than 0.
double sampled_variance(const ode::SamplerEntry& sampler, const ode::SamplingGrid& grid, double data_variance,
                        const ode::SamplerOptions& options = {});

/// The exact variance α² v + σ² at a node.
double exact_variance(const ode::ClockNode& node, double data_variance);

}  // namespace kolmo::measure
