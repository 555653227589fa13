#pragma once
// A process that never leaves a sphere.

#include <optional>

#include "kolmo/process/capability.hpp"

namespace kolmo::process {

/// Paths that begin on |x| = R stay there.
class OnSphere {
 public:
  static constexpr Part speaks_of = Part::law;
  virtual ~OnSphere() = default;
  virtual double sphere_radius() const = 0;
};

/// R, where the process says so.
std::optional<double> sphere_radius(const Process& process);

/// How far drift and noise are from keeping |x|: the largest of |x·f + ½|G|²| / (½|G|²) and |xᵀG| / (|x| |G|)
/// over the points x (rows×d, none with G = 0), |G| the Frobenius norm. By Itô's formula d|X|² = (2 X·f +
/// |G|²) dt + 2 XᵀG dW: both vanish on the sphere of a process that stays on it, to rounding. A tangential
/// noise alone does not do it: without the drift −½|G|² x/|x|² the paths leave along their tangents.
double sphere_defect(const Process& process, double t, const ConstBlock& x);

}  // namespace kolmo::process
