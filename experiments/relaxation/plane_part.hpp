#pragma once
// Relaxation on the plane.

#include "frame/findings.hpp"
#include "relaxation/settings.hpp"

namespace kolmo::relaxation {

struct PlaneProblem {
  Index cells;              ///< an axis, of the coarsest grid
  std::vector<double> low;  ///< temperatures of the bent wells, descending, four or more
};

/// Names of its checks, without the part's.
std::vector<std::string> plane_check_names();

/// A Gaussian in an anisotropic, rotated well at T = ½ against its closed form; the logarithmic Sobolev
/// bound, sharp along either axis; gaps by Lanczos; two bent wells against Eyring–Kramers; a vortex, which
/// produces entropy at rest.
void plane_part(const PlaneProblem& problem, const Settings& settings, frame::Findings& findings);

}  // namespace kolmo::relaxation
