#pragma once
// Mean exit times of one-dimensional processes, by quadrature.

#include <functional>

#include "kolmo/density/potential.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// τ(x) = E[time at which X, started in x, leaves (a, b)]: f τ′ + ½g² τ″ = −1 with τ(a) = τ(b) = 0, for a
/// process dX = f(X) dt + g(X) dW in 1-D whose coefficients are constant in time. One end may be infinite
/// where the process cannot leave (an entrance or natural boundary that it returns from).
///
/// With Φ(x) = −∫ 2f/g² (a gradient flow: V/T), the derivatives of scale and speed are e^Φ and (2/g²) e^{−Φ},
/// and
///     τ′(y) = −∫_{−∞}^y (2/g²(z)) e^{Φ(y) − Φ(z)} dz                  (a = −∞),
///     τ′(y) =  ∫_y^∞  (2/g²(z)) e^{Φ(y) − Φ(z)} dz                    (b = ∞),
///     τ′(y) = e^{Φ(y)} (C − M(y)),  M(y) = ∫_c^y (2/g²) e^{−Φ},  C = ∫_a^b e^Φ M / ∫_a^b e^Φ    (both
///     finite),
/// c the middle, and τ is the integral of τ′ from a finite end: a double integral, by exp-sinh (infinite) and
/// adaptive Gauss–Kronrod quadrature to a relative error of about 1e−11; Φ itself by quadrature where the
/// process has no gradient structure. Lengths are measured in the interval's own, or in that over which Φ
/// changes by 1 from a sole wall: results do not depend on units. Source: Gardiner (2009), section 5.5.1;
/// Karlin and Taylor (1981), chapter 15.3.
class MeanExitTime {
 public:
  /// `process` (one-dimensional, scalar or diagonal noise, g > 0) must outlive the object; lower < upper, one
  /// of them finite (else InvalidArgument). What its coefficients are at times other than 0 is not asked.
  MeanExitTime(const Process& process, double lower, double upper);

  /// τ(x), x in [a, b]. NumericalFailure where a quadrature does not converge: the mean is infinite, or a
  /// coefficient is not finite.
  double time(double x) const;
  /// τ′(x); at a wall from the inside.
  double slope(double x) const;
  /// P(X leaves at b), 1 or 0 where the other end is infinite.
  double upper_probability(double x) const;
  /// E|τ′(X_τ)|, paths starting in x: what the exit time of a discretely watched path is too long by, in
  /// units of 0.5826 g√h.
  double boundary_slope(double x) const;

  double lower() const { return lower_; }
  double upper() const { return upper_; }

 private:
  double drop(double y, double z) const;    ///< Φ(y) − Φ(z)
  double weight(double y, double z) const;  ///< (2/g²(z)) e^{Φ(y) − Φ(z)}
  /// From a sole wall to where |ΔΦ| ≥ 1 and to where e^{−ΔΦ} vanishes, powers of 2.
  void find_lengths();
  double speed(double z) const;                         ///< 2/g²
  double scale_integral(double from, double to) const;  ///< ∫ e^{Φ − Φ(c)}
  double speed_integral(double y) const;                ///< M(y), with Φ less Φ(c)
  void require_inside(double x) const;

  const Process& process_;
  double lower_, upper_, centre_, constant_ = 0, decay_length_ = 0, reach_ = 0;
  std::function<double(double)> potential_;  ///< V/T where the process is a gradient flow
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
