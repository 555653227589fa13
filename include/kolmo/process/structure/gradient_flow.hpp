#pragma once
// Processes that are gradient flows of a free energy.

#include <memory>
#include <optional>

#include "kolmo/density/potential.hpp"
#include "kolmo/process/capability.hpp"

namespace kolmo::process {

/// The process is the Wasserstein gradient flow of F[ρ] = ∫ρV + T ∫ρ log ρ: drift −∇V, g² = 2T, both constant
/// in time.
struct GradientStructure {
  std::shared_ptr<const density::Potential> potential;
  double temperature;
};

/// Potential and temperature of a process that is a gradient flow with constant coefficients.
class GradientFlow {
 public:
  static constexpr Part speaks_of = Part::law;
  virtual ~GradientFlow() = default;
  /// Empty where it is none.
  virtual std::optional<GradientStructure> gradient_structure() const = 0;
};

/// The structure of a process; empty where it is no gradient flow.
inline std::optional<GradientStructure> gradient_structure(const Process& process) {
  const auto* own = capability<GradientFlow>(process);
  return own == nullptr ? std::nullopt : own->gradient_structure();
}

}  // namespace kolmo::process
