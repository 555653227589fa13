#pragma once
// Whether drift and noise are the same at all times.

#include <optional>

#include "kolmo/process/capability.hpp"

namespace kolmo::process {

/// Whether f and G are the same at all times: what a process knows of itself, as no number of times at which
/// it is asked can show it.
class ConstantCoefficients {
 public:
  static constexpr Part speaks_of = Part::law;
  virtual ~ConstantCoefficients() = default;
  /// Empty where the process does not know.
  virtual std::optional<bool> constant_coefficients() const = 0;
};

/// What the process says; true where it says nothing and is a gradient flow or Langevin dynamics, else empty:
/// whoever needs constant coefficients then looks for a time at which they differ, and a change that it
/// misses is not seen.
std::optional<bool> constant_coefficients(const Process& process);

}  // namespace kolmo::process
