#include "spectral_fields.hpp"

#include <cstdio>

#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck {

void spectral_fields(const process::Process& process, double t, const Points& x, SpectralFields& fields) {
  fields.drift.resize(x.rows(), x.cols());
  fields.square.setZero(x.rows(), x.cols());
  process.drift(t, x, fields.drift);
  if (process.noise_kind() == process::NoiseKind::scalar) {
    const double g = process.diffusion(t);
    fields.square.setConstant(g * g);
  } else if (process.noise_kind() == process::NoiseKind::diagonal) {
    process.diffusion_diagonal(t, x, fields.square);
    fields.square = fields.square.square();
  }
  for (Index i = 0; i < x.rows(); ++i) {
    if (fields.drift.row(i).isFinite().all() && fields.square.row(i).isFinite().all()) continue;
    char text[160];
    std::snprintf(text, sizeof text, ": drift or noise is not finite at node %td, x_1 = %.6g, t = %.6g",
                  static_cast<std::ptrdiff_t>(i), x(i, 0), t);
    throw InvalidArgument("process = " + process.name() + text);
  }
}

}  // namespace kolmo::fokker_planck
