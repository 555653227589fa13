#pragma once
// Acceptance and invariance of Metropolised kernels by quadrature.

#include <functional>

#include "kolmo/sampling/kernels/markov_kernel.hpp"

namespace kolmo::sampling {

/// What one step does to x ~ p, a density on the line that is given by its values on [−reach, reach].
struct OneStep {
  double acceptance;  ///< E min(1, e^{log ratio})
  double mean;        ///< E f(X′)
};

/// ∫p(x) ∫φ(ξ) […] dξ dx over the library's own proposal and log ratio: panels of ten nodes of Gauss and
/// Legendre, those in ξ broken where the log ratio changes sign (found by bisection, between extrema that
/// golden section finds), those in x at 0 and at whole multiples of `panel`. Kernels with one normal number a
/// step on a target in 1-D (else InvalidArgument).
OneStep one_step(const MarkovKernel& kernel, const Target& target, const KernelSettings& settings,
                 const std::function<double(double)>& density, const std::function<double(double)>& f,
                 double reach = 8.5, double panel = 0.5);

}  // namespace kolmo::sampling
