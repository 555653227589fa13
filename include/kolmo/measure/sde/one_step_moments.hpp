#pragma once
// The moments of a single step against their expansion in the generator: this sees coefficients that are 1 %
// off.

#include <vector>

#include "kolmo/sde/schemes/sde_scheme.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::measure {

/// Coefficients of h and h² of E φ(X_{t+h} − x) for a monomial φ(y) = Π y_j^{powers_j}: Lφ and ½L²φ at y = 0,
/// L = ∂t + f·∇ + ½ v : ∇², v = G Gᵀ. Derivatives of Lφ by differences of order 6: good to 1e−8.
struct MomentExpansion {
  double first, second;
};
MomentExpansion moment_expansion(const process::Process& process, double t, const Eigen::ArrayXd& x,
                                 const std::vector<int>& powers);

/// What the check below allows.
inline constexpr double one_step_tolerance = 3e-4;

/// The largest defect of a moment of a step of length h over h^p, p the weak order claimed for the process's
/// noise (rounded down; 2 at most), at some points: all moments up to the fourth in one dimension, up to the
/// second beyond.
///
/// Defects are extrapolated, 2 d(h/2) − d(h) with d(h) = d₀ + d₁ h + d₂ h², so that d₀ = 0 leaves ½ d₂ h²
/// with d₂ of the size of derivatives of f and v up to the sixth, at most 600 here: 3e−4 at h = 1e−3.
/// Rounding leaves 2⁻⁵³·40/(h/2)² = 2e−8. A coefficient of the scheme that is 1 % off changes d₀ by 1 % of
/// something that is 0.5 or more at one of these points: 5e−3.
verify::Check one_step_moments(const sde::SdeScheme& scheme, const process::Process& process);

}  // namespace kolmo::measure
