#pragma once
// The moments of a single step against their expansion in the generator: this sees coefficients that are 1 %
// off.

#include <vector>

#include "kolmo/sde/sde_scheme.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::sde_convergence {

/// Coefficients of h and h² of E φ(X_{t+h} − x) for a monomial φ(y) = Π y_j^{powers_j}: Lφ and ½L²φ at y = 0,
/// L = ∂t + f·∇ + ½ v : ∇², v = G Gᵀ. Derivatives of Lφ by differences of order 6: good to 1e−8.
struct MomentExpansion {
  double first, second;
};
MomentExpansion moment_expansion(const process::Process& process, double t, const Eigen::ArrayXd& x,
                                 const std::vector<int>& powers);

/// What a one-step check may be off by, over h^p, at h = one_step_length: see one_step_moments.
inline constexpr double one_step_length = 1e-4;
inline constexpr double one_step_tolerance = 30 * one_step_length;

/// The largest error of a moment of a step of length one_step_length over h^p, p the weak order claimed for
/// the process's noise (rounded down; 2 at most), at some points: all moments up to the fourth in one
/// dimension, up to the second beyond.
///
/// The remainder is of order h^(p+1) with a constant of the size of the derivatives of f and v up to the
/// fourth, at most 30 here; divided by h^p it is ≤ 30 h = 3e−3. A coefficient of the scheme that is 1 % off
/// changes the h^p term by 1 % of something that is 0.5 or more at one of these points: 5e−3.
verify::Check one_step_moments(const sde::SdeScheme& scheme, const process::Process& process);

}  // namespace kolmo::sde_convergence
