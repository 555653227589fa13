#pragma once
// Processes that are underdamped Langevin dynamics.

#include <memory>
#include <optional>

#include "kolmo/density/potential.hpp"
#include "kolmo/process/capability.hpp"

namespace kolmo::process {

/// The process is underdamped Langevin dynamics on (q, p), positions before momenta, unit mass:
///   dq = p dt,   dp = −∇V(q) dt − γ p dt + √(2γT) dW.
struct KineticStructure {
  std::shared_ptr<const density::Potential> potential;
  double friction;  ///< γ
  double temperature;
};

/// Potential, friction and temperature of a process that is underdamped Langevin dynamics.
class KineticLangevin {
 public:
  static constexpr Part speaks_of = Part::law;
  virtual ~KineticLangevin() = default;
  /// Empty where it is not.
  virtual std::optional<KineticStructure> kinetic_structure() const = 0;
};

/// The structure of a process; empty where it is no such dynamics.
inline std::optional<KineticStructure> kinetic_structure(const Process& process) {
  const auto* own = capability<KineticLangevin>(process);
  return own == nullptr ? std::nullopt : own->kinetic_structure();
}

}  // namespace kolmo::process
