#include "kolmo/fokker_planck/operator/discretisation.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/operator/changing_matrix.hpp"
#include "kolmo/fokker_planck/operator/discretisations.hpp"
#include "kolmo/fokker_planck/operator/full_matrix.hpp"
#include "two_point_flux.hpp"

namespace kolmo::fokker_planck {
namespace {

// Without drift w(0) = 1; the drift enters by w(δ) − w(−δ) = −δ, for SQRA to third order in δ alone.
double square_root_weight(double delta) { return std::exp(-delta / 2); }
double upwind_weight(double delta) { return 1 + std::max(-delta, 0.0); }
double central_weight(double delta) { return 1 - delta / 2; }

constexpr TwoPointFlux fitted{"scharfetter_gummel", &bernoulli, true, true};
constexpr TwoPointFlux fitted_drift{"chang_cooper", &bernoulli, false, true};
constexpr TwoPointFlux square_root{"sqra", &square_root_weight, true, true};
constexpr TwoPointFlux upwind{"upwind", &upwind_weight, false, false};
constexpr TwoPointFlux central{"central", &central_weight, false, false};
constexpr TwoPointFlux hybrid{"smooth_hybrid", &hybrid_weight, false, false};

Discretisation entry(const TwoPointFlux& flux, double order, const char* source, const char* needs) {
  Claim claim;
  claim.name = flux.name;
  claim.source = source;
  claim.orders.set(Sense::space, order);
  claim.needs = needs;
  return {claim,
          [&flux](const process::Process& process, const Grid& grid, const Setting& setting) {
            return two_point_generator(flux, process, grid, setting);
          },
          flux.from_potential && flux.fitted};
}

}  // namespace

// (1 + b⁸)^⅛ − b, b = δ/2: that of central differences where |b| is small, of upwinding where it is large.
// For b > 0 as (a⁸ − b⁸)/((a + b)(a² + b²)(a⁴ + b⁴)), a⁸ = 1 + b⁸: nothing is lost.
double hybrid_weight(double delta) {
  const double b = std::abs(delta) / 2;
  const double a = b < 1 ? std::pow(1 + std::pow(b, 8), 0.125) : b * std::pow(1 + std::pow(b, -8), 0.125);
  if (delta <= 0) return a + b;
  return 1 / (a + b) / (a * a + b * b) / (a * a * a * a + b * b * b * b);
}

double bernoulli(double x) {
  if (x == 0) return 1;
  if (x > 700) return x * std::exp(-x);
  return x / std::expm1(x);
}

Generator Discretisation::build(const process::Process& process, const Grid& grid,
                                const Setting& setting) const {
  if (process.noise_kind() == process::NoiseKind::constant) {
    return full_matrix_generator(*this, process, grid, setting);
  }
  if (process.noise_kind() == process::NoiseKind::commutative ||
      process.noise_kind() == process::NoiseKind::general)
    return changing_matrix_generator(process, grid, setting);
  return build_at(process, grid, setting);
}

Generator scharfetter_gummel(const process::Process& process, const Grid& grid, const Setting& setting) {
  return two_point_generator(fitted, process, grid, setting);
}

Generator chang_cooper(const process::Process& process, const Grid& grid, const Setting& setting) {
  return two_point_generator(fitted_drift, process, grid, setting);
}

Generator smooth_hybrid(const process::Process& process, const Grid& grid, const Setting& setting) {
  return discretisation("smooth_hybrid").build(process, grid, setting);
}

double largest_cell_peclet(const process::Process& process, const Grid& grid, const Setting& setting) {
  return largest_exponent(process, grid, setting);
}

Catalogue<Discretisation>& discretisation_catalogue() {
  const char* noise = "scalar or diagonal noise";
  static Catalogue<Discretisation> all(
      "discretisation", [](const Discretisation& one) { return one.claim.name; },
      {
          entry(fitted, 2, "Scharfetter, Gummel 1969; Chang, Cooper 1970, eq. 13",
                "scalar or diagonal noise; a potential where there is one"),
          entry(fitted_drift, 2, "Chang, Cooper 1970, eq. 13", noise),
          entry(square_root, 2, "Lie, Fackeldey, Weber 2013; Heida 2018", "moderate cell Péclet numbers"),
          entry(upwind, 1, "Courant, Isaacson, Rees 1952", noise),
          entry(central, 2, "central differences", "cell Péclet numbers up to 2 for p ≥ 0"),
          entry(hybrid, 2, "Spalding 1972, the corner at Péclet 2 rounded", noise),
      });
  return all;
}

const std::vector<Discretisation>& discretisations() { return discretisation_catalogue().all(); }

const Discretisation& discretisation(const std::string& name) {
  return discretisation_catalogue().find(name);
}

}  // namespace kolmo::fokker_planck
