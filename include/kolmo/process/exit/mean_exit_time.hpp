#pragma once
// Mean exit times of one-dimensional processes, by quadrature.

#include <memory>

#include "kolmo/density/potential.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// What a finite end of the interval does to a path.
enum class ExitEnd { absorbing, reflecting };

/// τ(x) = E[time at which X, started in x, leaves (a, b)]: f τ′ + ½g² τ″ = −1 with τ = 0 at an absorbing and
/// τ′ = 0 at a reflecting end, for a process dX = f(X) dt + g(X) dW in 1-D whose coefficients are constant in
/// time. One end may be infinite where the process cannot leave (an entrance or natural boundary that it
/// returns from).
///
/// With Φ(x) = −∫ 2f/g² (a gradient flow: V/T), the derivatives of scale and speed are e^Φ and (2/g²) e^{−Φ},
/// and
///     τ′(y) = −∫_a^y (2/g²(z)) e^{Φ(y) − Φ(z)} dz      (b absorbs; a reflects, or is −∞),
///     τ′(y) =  ∫_y^b (2/g²(z)) e^{Φ(y) − Φ(z)} dz      (a absorbs; b reflects, or is ∞),
///     τ′(y) = e^{Φ(y)} (C − M(y)),  M(y) = ∫_c^y (2/g²) e^{−Φ},  C = ∫_a^b e^Φ M / ∫_a^b e^Φ    (both
///     absorb),
/// c where Φ is largest, and τ is the integral of τ′ from an absorbing end. All of them are integrals of
/// Legendre series on panels that are halved until the coefficients are resolved: at a jump, a kink or a
/// singular end (1/x) down to 2^−48 of the interval. Relative error about 1e−11. Results do not depend on
/// units. Source: Gardiner (2009), section 5.5.1; Karlin and Taylor (1981), chapter 15.3.
///
/// An open side may hold a natural boundary (x = 0 of drift x log(K/x), or of noise √x): there the panels
/// end.
class MeanExitTime {
 public:
  /// `process` (one-dimensional, scalar or diagonal noise) must outlive the object; lower < upper, one of
  /// them finite and absorbing (else InvalidArgument). What its coefficients are at times other than 0 is not
  /// asked. NumericalFailure, with the place, where the mean is infinite or a coefficient is not finite.
  MeanExitTime(const Process& process, double lower, double upper, ExitEnd lower_end = ExitEnd::absorbing,
               ExitEnd upper_end = ExitEnd::absorbing);

  /// τ(x), x in [a, b].
  double time(double x) const;
  /// τ′(x); at a wall from the inside. Beyond where any path comes: that of the last such place.
  double slope(double x) const;
  /// P(X leaves at b), 1 or 0 where only one end absorbs.
  double upper_probability(double x) const;
  /// E|τ′(X_τ)|, paths starting in x: what the exit time of a discretely watched path is too long by, in
  /// units of 0.5826 g√h.
  double boundary_slope(double x) const;

  /// Where coefficients were looked at last, from the wall on: the other end of the interval, or the natural
  /// boundary on an open side, or a place beyond which no path goes.
  double end() const;

  double lower() const { return lower_; }
  double upper() const { return upper_; }
  bool leaves_below() const { return leaves_below_; }
  bool leaves_above() const { return leaves_above_; }

 private:
  class Table;
  double lower_, upper_;
  bool leaves_below_, leaves_above_;
  std::shared_ptr<const Table> table_;

  void require_inside(double x) const;
};

/// 2π/√(V″(a)|V″(b)|) e^{(V(b) − V(a))/T}: Kramers' formula for dX = −V′ dt + √(2T) dW with a minimum in a
/// and a saddle in b.
///
/// It is the leading term, as T → 0, of the mean time from a to any fixed point beyond the saddle down to the
/// next minimum, and of twice the mean time from a to b; the relative error is O(T): at ΔV = T it is a guess.
/// Throws InvalidArgument unless the potential is one-dimensional, T > 0, V″(a) > 0 > V″(b). Source: Kramers
/// (1940); Berglund (2013), Markov Processes Relat. Fields 19, equation (1.7).
double kramers_time(const density::Potential& potential, double temperature, double minimum, double saddle);

}  // namespace kolmo::process
