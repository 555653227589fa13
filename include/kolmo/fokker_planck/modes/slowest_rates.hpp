#pragma once
// The eigenvalues next to 0 of any generator, with detailed balance or without.

#include <complex>
#include <vector>

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// The `count` eigenvalues of −L nearest to 0, by their real part, then their imaginary part, in 1/time. The
/// first is 0 where nothing leaves; the others have a real part > 0, and come in conjugate pairs where the
/// rates circulate (where the last would part from its partner, there is one entry more). A mode that falls
/// slowly but turns fast lies far from 0 and is not among them: ask for more.
///
/// By shift-inverted Arnoldi iteration on the sparse matrix (Spectra), in 1 to 3 dimensions with any sides;
/// the absolute error is about ε times the fastest rate of the grid. With detailed balance the eigenvalue
/// solvers of eigenpairs.hpp keep small ones better. Error O(h²) to the continuous process. Throws
/// InvalidArgument unless 1 ≤ count ≤ cells/4, NumericalFailure where the iteration does not converge.
std::vector<std::complex<double>> slowest_rates(const Generator& generator, Index count);

}  // namespace kolmo::fokker_planck
