#pragma once
// Green's functions of the continuity equation that are isotropic in space.

#include <string>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::green_flow {

/// What a kernel is at some distances from its source.
struct RadialTerms {
  Eigen::ArrayXd log_density;  ///< log φ_t(r)
  Eigen::ArrayXd rate;         ///< ϕ_t/φ_t: a source alone moves what it gave by rate · (x − x₀)
  Eigen::ArrayXd fall;         ///< −∂_r log φ_t / r, so that ∇ log φ_t = −fall · (x − x₀)
  Eigen::ArrayXd stretch;      ///< r ∂_r rate
};

/// G(t; x, x₀) = (φ_t(r), ϕ_t(r) (x − x₀)), r = |x − x₀|, with ∂_t φ + ∇·(ϕ (x − x₀)) = 0 for t > 0, ∫ φ dx =
/// 1 and φ → δ as t → 0⁺. With the radial distribution function ψ_t(r) = S_d ∫₀^r φ q^{d−1} dq
///
///   φ = ∂_r ψ/(S_d r^{d−1}),  ϕ = −∂_t ψ/(S_d r^d),  S_d = 2 π^{d/2}/Γ(d/2).
///
/// Const and thread-safe.
class GreenKernel {
 public:
  virtual ~GreenKernel() = default;
  virtual const std::string& name() const = 0;
  virtual Index dimension() const = 0;

  /// The terms at distances r ≥ 0, t > 0; fall and stretch only where `second`, else they are left as they
  /// are. log φ is +∞ at r = 0 where the kernel is singular there; at a kink the gradient is the mean of its
  /// sides, 0.
  virtual void terms(double t, const ConstValues& r, bool second, RadialTerms& out) const = 0;
  /// ψ_t(r) for r ≥ 0.
  virtual double radial_distribution(double t, double r) const = 0;
  /// r with ψ_t(r) = u, 0 < u < 1.
  virtual double radius(double t, double u) const = 0;

  /// Why φ is not bounded at its source at any t; empty where it is.
  virtual std::string singular() const { return {}; }
  /// The m-th moment of r is finite for all m below this number (infinity where all are).
  virtual double finite_moments_below() const = 0;
};

/// log S_d, S_d = 2 π^{d/2}/Γ(d/2) the area of the unit sphere in d ≥ 1 dimensions.
double log_sphere_area(Index d);

/// InvalidArgument unless t is positive and finite: at t = 0 the density is that of the points.
void require_positive_time(double t);

}  // namespace kolmo::green_flow
