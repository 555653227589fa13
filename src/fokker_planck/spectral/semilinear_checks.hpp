#pragma once
// What steppers of semilinear systems check when they are prepared.

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/spectral/semilinear.hpp"

namespace kolmo::fokker_planck {

inline void check_system(const SemilinearSystem& system, double dt) {
  require(dt > 0 && std::isfinite(dt), "dt", dt, "must be finite and > 0");
  for (const std::complex<double>& rate : system.linear) {
    require(std::isfinite(rate.real()) && std::isfinite(rate.imag()) && rate.real() <= 0, "real part of Λ",
            rate.real(), "must be finite and ≤ 0");
  }
}

}  // namespace kolmo::fokker_planck
