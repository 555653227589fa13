#pragma once
// Fokker–Planck generators with one classical mistake each.

#include <algorithm>
#include <cmath>
#include <string>

#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::wrong_on_purpose {

using fokker_planck::FaceRates;
using fokker_planck::Generator;

/// What enters the flux through a face: the fitted exponent δ = (V_{i+1} − V_i)/T (−h f/D without a
/// potential), the diffusivity D and the cell width h.
struct Face {
  double delta, diffusivity, h;
};

/// A 1-D generator whose faces let through up(face) p_i − down(face) p_{i+1}.
template <class Up, class Down>
Generator generator_of(const process::Process& process, const Grid& grid, Up up, Down down) {
  // The right exponents: those of the fitted flux.
  const Eigen::ArrayXXd delta = fokker_planck::scharfetter_gummel(process, grid).rates(0).log_ratio;
  const double diffusivity = process.noise_variance(0, 1) / 2;
  FaceRates rates{delta, delta, delta};
  for (Index f = 0; f < delta.rows(); ++f) {
    const Face face{delta(f, 0), diffusivity, grid.axis(0).width()};
    rates.up(f, 0) = up(face);
    rates.down(f, 0) = down(face);
    rates.log_ratio(f, 0) = std::log(rates.down(f, 0) / rates.up(f, 0));
  }
  return Generator(grid, {rates}, "open flux");
}

/// D/h², the rate of exchange without drift.
inline double exchange(const Face& face) { return face.diffusivity / (face.h * face.h); }

/// The exponentially fitted flux again, face by face: right.
inline Generator fitted_flux(const process::Process& process, const Grid& grid) {
  using fokker_planck::bernoulli;
  return generator_of(
      process, grid, [](const Face& face) { return exchange(face) * bernoulli(face.delta); },
      [](const Face& face) { return exchange(face) * bernoulli(-face.delta); });
}

/// Not fitted: f (p_i + p_{i+1})/2 − D (p_{i+1} − p_i)/h. The rates are negative where |δ| > 2.
inline Generator central_flux(const process::Process& process, const Grid& grid) {
  return generator_of(
      process, grid, [](const Face& face) { return exchange(face) * (1 - face.delta / 2); },
      [](const Face& face) { return exchange(face) * (1 + face.delta / 2); });
}

/// Not fitted: the drift from the side it comes from.
inline Generator upwind_flux(const process::Process& process, const Grid& grid) {
  return generator_of(
      process, grid, [](const Face& face) { return exchange(face) * (1 + std::max(-face.delta, 0.0)); },
      [](const Face& face) { return exchange(face) * (1 + std::max(face.delta, 0.0)); });
}

/// D = g² where D = g²/2 belongs, in the whole flux: δ = −h f/D is halved.
inline Generator doubled_diffusion(const process::Process& process, const Grid& grid) {
  using fokker_planck::bernoulli;
  return generator_of(
      process, grid, [](const Face& face) { return 2 * exchange(face) * bernoulli(face.delta / 2); },
      [](const Face& face) { return 2 * exchange(face) * bernoulli(-face.delta / 2); });
}

/// D = g² before the flux alone, the exponents being right: the stationary state stays, time runs twice as
/// fast.
inline Generator doubled_rates(const process::Process& process, const Grid& grid) {
  using fokker_planck::bernoulli;
  return generator_of(
      process, grid, [](const Face& face) { return 2 * exchange(face) * bernoulli(face.delta); },
      [](const Face& face) { return 2 * exchange(face) * bernoulli(-face.delta); });
}

/// +∇V where −∇V belongs.
inline Generator flipped_drift(const process::Process& process, const Grid& grid) {
  using fokker_planck::bernoulli;
  return generator_of(
      process, grid, [](const Face& face) { return exchange(face) * bernoulli(-face.delta); },
      [](const Face& face) { return exchange(face) * bernoulli(face.delta); });
}

/// Claims to be what the exponentially fitted flux is.
inline fokker_planck::Discretisation listed(const std::string& name,
                                            Generator (*build)(const process::Process&, const Grid&)) {
  fokker_planck::Discretisation scheme = fokker_planck::discretisation("scharfetter_gummel");
  scheme.claim.name = name;
  scheme.build_at = [build](const process::Process& process, const Grid& grid,
                            const fokker_planck::Setting&) { return build(process, grid); };
  return scheme;
}

}  // namespace kolmo::wrong_on_purpose
