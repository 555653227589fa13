#pragma once
// What a kernel is at one distance.

#include "kolmo/green_flow/green_kernel.hpp"

namespace kolmo::claims::green_functions {

/// φ_t(r) and ϕ_t/φ_t.
struct At {
  double density, rate;
};
At at(const green_flow::GreenKernel& kernel, double t, double r);

/// S_d, the area of the unit sphere in d dimensions.
double sphere_area(Index d);

}  // namespace kolmo::claims::green_functions
