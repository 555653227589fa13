#pragma once
// Processes that are another one, with constant coefficients, on a clock.

#include <memory>

#include "kolmo/process/capability.hpp"

namespace kolmo::process {

/// The intrinsic clock τ(t), increasing, τ(0) = 0: X_t has the law of Y_{τ(t)} with Y = on_clock() a process
/// with constant coefficients (VP: τ = B(t) = ∫β and Y Ornstein–Uhlenbeck; VE: τ = σ²(t) − σ²(0) and Y
/// Brownian motion).
class IntrinsicClock {
 public:
  static constexpr Part speaks_of = Part::law;
  virtual ~IntrinsicClock() = default;
  virtual double clock(double t) const = 0;
  virtual double clock_inverse(double tau) const = 0;
  virtual std::shared_ptr<const Process> on_clock() const = 0;
};

/// τ(t) and its inverse; t itself where the process has no clock of its own.
inline double intrinsic_time(const Process& process, double t) {
  const auto* own = capability<IntrinsicClock>(process);
  return own == nullptr ? t : own->clock(t);
}
inline double intrinsic_time_inverse(const Process& process, double tau) {
  const auto* own = capability<IntrinsicClock>(process);
  return own == nullptr ? tau : own->clock_inverse(tau);
}

/// Y, or null where the process is its own.
inline std::shared_ptr<const Process> on_clock(const Process& process) {
  const auto* own = capability<IntrinsicClock>(process);
  return own == nullptr ? nullptr : own->on_clock();
}

}  // namespace kolmo::process
