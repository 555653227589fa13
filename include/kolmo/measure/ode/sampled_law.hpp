#pragma once
// The law that a sampler leaves on the line, with next to no sampling noise.

#include "kolmo/measure/ode/sampler_orders.hpp"

namespace kolmo::measure {

/// The ensemble x (n×1) after the sampler's program on the grid, in the order of its starts.
///
/// Noise is stratified over the ensemble (array-RQMC, L'Ecuyer, Lécot and Tuffin 2008): at every draw the
/// particle of rank i among the places takes the normal quantile at (j + ½)/n, j = (r_i + k) mod n, where r
/// is van der Corput's permutation of 0 … n − 1 and k a shift drawn from the stream. Places and noise are so
/// a set of low discrepancy in the plane, and the error of a mean falls almost as 1/n instead of 1/√n.
/// Quantiles are scaled to variance 1. Samplers without noise do not draw. Throws as ode::sample; n a power
/// of two where the sampler adds noise (else InvalidArgument).
Points sampled_places(const ode::SamplerEntry& sampler, const ode::SamplingGrid& grid,
                      const process::ScoreField& score, const RandomStream& stream, Points x,
                      const ode::SamplerOptions& options = {});

/// W2 of two laws on the line, each given by its quantiles at (i + ½)/n in any order: the root mean square
/// difference of the ascending places. Sizes must agree.
double quantile_distance(const Points& a, const Points& b);

}  // namespace kolmo::measure
