#pragma once
// What a process on the line settles to and how long it takes, as integrals: no grid of cells, no generator.

#include <vector>

#include "kolmo/process/process.hpp"

namespace kolmo::relaxation {

/// Integrals of dX = f dt + g dW (Itô) on an interval, D = g²/2, with the coefficients of time 0.
///
/// Ψ(x) = ∫ f/D from the lower end. The stationary flux f p − (D p)′ = J has D p = u with u′ = (f/D) u − J:
/// * closed ends, J = 0: p ∝ e^Ψ/D;
/// * a ring, u(lower) = u(upper): u(x) ∝ e^{Ψ(x)} [∫_x^upper e^{−Ψ} + e^{−Ψ(upper)} ∫_lower^x e^{−Ψ}],
///   J ∝ 1 − e^{−Ψ(upper)}: Stratonovich's formula (Risken 1989, eq. 11.32; Reimann 2002, eq. 2.37).
/// The backward equation D τ″ + f τ′ = −1 with a closed lower end is τ′ = −e^{−Ψ} ∫_lower^x e^Ψ/D.
///
/// Ψ by Gauss–Legendre quadrature with 4 points, the rest by Simpson's rule on 4000 cells between any two
/// neighbouring places: errors fall as h⁴, to about 1e−9 of the value where coefficients are smooth. Towards
/// an end where D vanishes, or would a little behind it, the cells' widths fall with the distance from there.
///
/// An end where D vanishes or f is infinite: at the distance y the density behaves as y^(a−1) e^{cy}, a − 1 +
/// c y = y (f − D′)/D, a = f/D′ at the end itself. The last ε of a stretch, ε = 1e−7 of it, is integrated
/// with that law: ∫_0^ε y^(a−1) (1 + c(y − ε)) dy, error O(c²ε²) of its mass. There is a law at rest for a >
/// 0.
class LineIntegrals {
 public:
  /// places rise; the first and the last are the ends. Throws NumericalFailure where an integral is not
  /// finite, and InvalidArgument where an end at which the noise vanishes leaves no law at rest.
  LineIntegrals(const process::Process& process, const std::vector<double>& places);

  struct Stationary {
    double mean, variance;
    double current;  ///< J, probability per time, upwards
  };
  Stationary at_rest(bool ring) const;

  /// E τ of paths from places[from] to places[to], the end behind `from` closed.
  double mean_time(std::size_t from, std::size_t to) const;
  /// J of paths between the intervals below places[from] and above places[to], closed ends: how many a unit
  /// time reach `to` that were last below `from`.
  double transition_flux(std::size_t from, std::size_t to) const;

 private:
  static constexpr std::size_t cells = 4000;

  /// What lies between an end and the point nearest to it: ∫ speed, and ∫ speed y/distance.
  struct Tail {
    double distance = 0, mass = 0, first = 0;
    /// ∫ speed φ of a φ that is linear there.
    double of(double at_wall, double near) const;
  };
  static Tail tail(const process::Process& process, double wall, double near, double speed);
  static bool singular(const process::Process& process, double end, double inside);
  static double beyond(const process::Process& process, double end, double inside);
  /// The points of one stretch; `lower`, `upper`: whether it begins or ends at an end of the line.
  static std::vector<double> stretch(const process::Process& process, double from, double to, bool lower,
                                     bool upper);

  std::size_t at(std::size_t place) const { return 2 * cells * place; }
  /// ∫ of values at the points first … last.
  double integral(const std::vector<double>& values, std::size_t first, std::size_t last) const;
  /// The same up to each point.
  std::vector<double> running(const std::vector<double>& values) const;
  /// From each point to the last, summed from there: below.back() − below cancels where values fall far.
  std::vector<double> running_down(const std::vector<double>& values) const;
  double all_speed() const;

  double front_, back_;
  std::vector<double> x_, psi_;
  std::vector<double> half_width_;     ///< of the cell that begins at point 2k
  double reference_ = 0;               ///< of Ψ: the exponentials are e^{±(Ψ − reference)}
  std::vector<double> speed_, scale_;  ///< e^{Ψ − reference}/D, e^{reference − Ψ}
  Tail lower_, upper_;
};

}  // namespace kolmo::relaxation
