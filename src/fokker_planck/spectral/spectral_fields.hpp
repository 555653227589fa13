#pragma once
// Drift and noise at the nodes of a spectral solver.

#include "kolmo/process/process.hpp"

namespace kolmo::fokker_planck {

/// f_k and g_k² at nodes×d points.
struct SpectralFields {
  Points drift, square;
  bool operator==(const SpectralFields& other) const {
    return (drift == other.drift).all() && (square == other.square).all();
  }
};

/// Of scalar or diagonal noise; `square` is left 0 for a constant matrix. Throws InvalidArgument where a
/// value is not finite.
void spectral_fields(const process::Process& process, double t, const Points& x, SpectralFields& fields);

}  // namespace kolmo::fokker_planck
