#pragma once
// A matrix noise that depends on time alone.

#include "kolmo/process/capability.hpp"

namespace kolmo::process {

/// A matrix G(t) that depends on time alone: noise_kind() is commutative (which it is), and schemes for
/// additive noise take it too. diffusion_matrix then depends on t and not on x.
class NoiseOfTimeAlone {
 public:
  static constexpr Part speaks_of = Part::noise;
  virtual ~NoiseOfTimeAlone() = default;
};

/// Whether G does not depend on the state, as its kind or NoiseOfTimeAlone says.
inline bool has_additive_noise(const Process& process) {
  return is_additive(process.noise_kind()) || capability<NoiseOfTimeAlone>(process) != nullptr;
}

}  // namespace kolmo::process
