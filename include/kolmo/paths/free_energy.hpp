#pragma once
// Free-energy differences from work values.

#include "kolmo/core/statistics/moments.hpp"

namespace kolmo::paths {

/// −log of the mean of e^{−W} over n values of work, in units of the temperature: ΔF by Jarzynski's equality,
/// with the standard error of the mean over the mean (first order). Few small values carry the mean where W
/// spreads over more than a few units: the bias is then far above the error. n ≥ 2 finite values (else
/// InvalidArgument). Source: Jarzynski (1997), Phys. Rev. Lett. 78, 2690.
Estimate exponential_average(const Eigen::ArrayXd& work);

/// ΔF by Bennett's acceptance ratio: the root C of
///     Σ_F 1/(1 + (n_F/n_R) e^{W − C}) = Σ_R 1/(1 + (n_R/n_F) e^{W + C}),
/// W in units of the temperature, forward works and works of the reversed protocol: the estimate of least
/// variance that uses both. Error: with f_i the Fermi functions of either side, M the log of n_F/n_R
/// included,
///     s² = (⟨f²⟩_F/⟨f⟩_F² − 1)/n_F + (⟨f²⟩_R/⟨f⟩_R² − 1)/n_R.
/// Works as above, two or more on either side. Source: Bennett (1976), J. Comput. Phys. 22, 245; Shirts,
/// Bair, Hooker and Pande (2003), Phys. Rev. Lett. 91, 140601.
Estimate bennett_ratio(const Eigen::ArrayXd& forward, const Eigen::ArrayXd& reverse);

}  // namespace kolmo::paths
