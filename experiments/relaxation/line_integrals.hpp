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
/// neighbouring places: errors fall as h⁴, to about 1e−9 of the value where coefficients are smooth.
class LineIntegrals {
 public:
  /// places rise; the first and the last are the ends. Throws NumericalFailure where an integral is not
  /// finite.
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
  std::size_t at(std::size_t place) const { return 2 * cells * place; }
  /// ∫ of values at the points first … last.
  double integral(const std::vector<double>& values, std::size_t first, std::size_t last) const;
  /// The same up to every second point from `first` on; between them 0.
  std::vector<double> running(const std::vector<double>& values) const;

  static constexpr std::size_t cells = 4000;
  std::vector<double> x_, psi_, diffusivity_;
  std::vector<double> half_width_;     ///< of the cell that begins at point 2k
  double reference_ = 0;               ///< of Ψ: the exponentials are e^{±(Ψ − reference)}
  std::vector<double> speed_, scale_;  ///< e^{Ψ − reference}/D, e^{reference − Ψ}
};

}  // namespace kolmo::relaxation
