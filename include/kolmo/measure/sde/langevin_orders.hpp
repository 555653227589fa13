#pragma once
// Orders of schemes for Langevin dynamics, overdamped and underdamped, without sampling.

#include <memory>
#include <vector>

#include "kolmo/measure/sde/spectral_space.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::measure {

/// A process on the circle at temperature 1, overdamped or underdamped, with V = 0.8 cos q + 0.3 sin 2q and
/// the space of its expectations.
struct CircleProblem {
  std::shared_ptr<const process::Process> process;
  SpectralSpace space;
  double accuracy;  ///< of the space: what weak errors have of it, measured against larger ones

  /// cos q + ½ sin 2q on the circle, cos q + ½ p sin q + ½ (p² − 1)/√2 in phase space: its coefficients.
  Eigen::VectorXd functional() const;
  /// ∫φ e^{−V}/Z; p contributes nothing.
  double stationary_mean() const;
};

/// dX = −V′(X) dt + √2 dW; 24 modes, whose error is rounding (below 1e−12).
CircleProblem overdamped_on_circle();

/// Of underdamped dynamics here.
inline constexpr double langevin_friction = 0.8;

/// dq = p dt, dp = −V′(q) dt − 0.8 p dt + √1.6 dW. For schemes that claim weak order 2 at most 10 modes and
/// 24 Hermite polynomials, which leave 4e−6 in weak errors; for others 12 and 28, which leave 3e−7 (both
/// against 14 and 34).
CircleProblem underdamped_on_circle(double weak_order = 2);

/// Steps in a unit of time for which weak errors of that order are asymptotic and stand above the space's
/// accuracy.
std::vector<Index> underdamped_steps(double weak_order);

/// E φ(X_1) from all starts, exactly: what `circle_weak_study` measures against.
Eigen::VectorXd exact_expectation(const CircleProblem& problem);

/// The weak error at t = 1, root mean square over the starts (each by its weight in N(0, 1) for the
/// momentum), against the weak order claimed for additive noise. `steps`: to t = 1, increasing; those from
/// the first error below ten times the space's accuracy on are left out.
verify::OrderStudy circle_weak_study(const sde::SdeScheme& scheme, const CircleProblem& problem,
                                     const Eigen::VectorXd& exact, const std::vector<Index>& steps);

/// The error of the stationary mean of φ against the order claimed for the stationary law. After a time of 64
/// at least, where relaxation rates ≥ 0.4 leave e^{−25}, any start will do. `steps`: in a unit of time.
verify::OrderStudy circle_stationary_study(const sde::SdeScheme& scheme, const CircleProblem& problem,
                                           const std::vector<Index>& steps);

/// Errors without noise from (½, 1.2) at t = 2 against steps 32 times finer than the finest, against the
/// order claimed without noise.
verify::OrderStudy noiseless_study(const sde::SdeScheme& scheme, const process::Process& process);

/// ⟨q²⟩ (coordinate 0) or ⟨p²⟩ (1) of the stationary law of steps h in the well V = ½q² at T = 1, as the
/// scheme's own algebra has it: BAOAB ⟨q²⟩ = 1, ⟨p²⟩ = 1 − ¼h²; OBABO ⟨q²⟩ = 1/(1 − ¼h²), ⟨p²⟩ = 1. Source:
/// Leimkuhler and Matthews (2015), section 7.4. `scheme` is "baoab" or "obabo" (else InvalidArgument).
verify::Check harmonic_moment_check(const std::string& scheme, double h, Index coordinate);

/// The largest hω with spectral radius ≤ 1 in that well is 2, within 1e−6. `scheme` as above.
verify::Check harmonic_stability_check(const std::string& scheme);

}  // namespace kolmo::measure
