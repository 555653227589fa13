// What a Green's function must be at its source: mass, flux, and what makes a delta of it.

#include <cmath>
#include <numbers>

#include "claims/green_functions/radial.hpp"
#include "claims/green_functions/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/green_flow/expression_kernel.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "kolmo/green_flow/radial_integrals.hpp"

namespace kolmo::claims::green_functions {
namespace {

using green_flow::PowerKernel;

constexpr double pi = std::numbers::pi;

/// ∫ φ_t dx over d dimensions for a density of r that falls as r^{−d−1}, with r = tan θ.
double total(Index d, const std::function<double(double r)>& density) {
  return sphere_area(d) * integral(
                              [&](double u) {
                                const double r = std::tan(u);
                                return density(r) * std::pow(r, static_cast<double>(d - 1)) * (1 + r * r);
                              },
                              0, pi / 2, 40);
}

/// The flux of Coulomb's field of a unit charge in all of R^{d+1} through the plane t = 0.7: half of it goes
/// the other way. With the source at the boundary, and G = 0 for t < 0, all of it passes.
std::vector<verify::Check> g_04() {
  constexpr Index d = 2;
  constexpr double t = 0.7;
  const PowerKernel kernel(d, 1);
  const double one_sided = total(d, [&](double r) { return at(kernel, t, r).density; }),
               two_sided =
                   total(d, [&](double r) { return t / (sphere_area(3) * std::pow(t * t + r * r, 1.5)); });
  return {verify::value_check(1, one_sided, 1e-10, "a source at the boundary", "flux through t = 0.7"),
          beside(1, verify::value_check(0.5, two_sided, 1e-10, "delta(t) delta(x) in the whole space",
                                        "flux of Coulomb's field through t = 0.7"))};
}

/// The mass is 1 at all times.
verify::Check g_06() {
  double worst = 0;
  for (Index d = 1; d <= 4; ++d)
    for (const double t : {0.01, 1.0, 100.0})
      worst = std::max(worst, std::abs(green_flow::mass(PowerKernel(d, 1), t) - 1));
  return verify::value_check(0, worst, 1e-9, "x = x0 + t z", "largest |mass - 1|, d = 1 to 4");
}

/// E e^{−X²/2} under the kernel on the line at t = 0.01, e^{t²/2} erfc(t/√2) → 1; and under ½N(0, t²) +
/// ½N(1/t, 1), which has mass 1, tends to 0 at every x ≠ 0 and to infinity at 0, and of which half the mass
/// escapes.
std::vector<verify::Check> g_07() {
  constexpr double t = 0.01;
  const PowerKernel kernel(1, 1);
  // x = t tan u, cut where e^{−x²/2} has vanished.
  const double kept = 2 * integral(
                              [&](double u) {
                                const double x = t * std::sinh(u);
                                return at(kernel, t, x).density * std::exp(-0.5 * x * x) * t * std::cosh(u);
                              },
                              0, 8, 60);
  const auto escaping =
      density::mixture_1d(Eigen::Array2d(0.5, 0.5), Eigen::Array2d(0, 1 / t), Eigen::Array2d(t, 1));
  const double half = density::expectation(escaping, [](const ConstBlock& x, Values out) {
    for (Index i = 0; i < x.rows(); ++i) out(i) = std::exp(-0.5 * x(i, 0) * x(i, 0));
  });
  return {verify::value_check(std::exp(0.5 * t * t) * std::erfc(t / std::sqrt(2.0)), kept, 1e-9,
                              "e^(t^2/2) erfc(t/sqrt 2)", "E e^(-x^2/2), Poisson kernel"),
          verify::value_check(0, std::exp(log_density_at(escaping, 0.5)), 1e-12, "pointwise limit",
                              "density at 0.5"),
          beside(1, verify::value_check(0.5 / std::sqrt(1 + t * t), half, 1e-10, "1/2",
                                        "E e^(-x^2/2), half the mass escapes; 1 as printed"))};
}

/// With ψ + λ_t in the place of ψ, λ = 0.3 sin t, ∂_tψ has λ̇ in it: the flux −∂_t(ψ + λ) out of a small ball
/// at the source, where there is no charge, tends to −λ̇. With constant λ it vanishes.
std::vector<verify::Check> g_17() {
  const PowerKernel kernel(2, 1);
  constexpr double t = 0.8, r = 1e-5;
  const auto flux = [&](double size) {
    return -slopes([&](double s) { return kernel.radial_distribution(s, r) + size * std::sin(s); }, t, 1e-3)
                .first;
  };
  return {verify::value_check(0, flux(0), 1e-9, "no source", "flux, lambda constant"),
          beside(0, verify::value_check(-0.3 * std::cos(t), flux(0.3), 1e-9, "-dlambda/dt",
                                        "flux, lambda = 0.3 sin t; none as printed"))};
}

}  // namespace

void add_constraints(Rows& rows) {
  rows.add("G-04", {"boundary_source", "whole_space"}, g_04);
  rows.add("G-06", "mass", g_06);
  rows.add("G-07", {"poisson", "pointwise", "escaping"}, g_07);
  rows.add("G-17", {"constant", "moving"}, g_17);
}

}  // namespace kolmo::claims::green_functions
