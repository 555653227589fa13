#pragma once
// Drift and diffusion of a process at some points, whatever the form of its noise.

#include "kolmo/process/process.hpp"

namespace kolmo::measure {

/// f (rows×d) and v = G Gᵀ (rows×d², v_jk in column j + d k) at (t, x_i).
struct LocalCoefficients {
  Points drift, covariance;
};

LocalCoefficients local_coefficients(const process::Process& process, double t, const Points& x);

}  // namespace kolmo::measure
