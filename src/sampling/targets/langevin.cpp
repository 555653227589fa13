#include "kolmo/sampling/targets/langevin.hpp"

#include <numbers>

namespace kolmo::sampling {

double TargetLangevin::diffusion(double) const { return std::numbers::sqrt2; }

std::optional<process::GradientStructure> TargetLangevin::gradient_structure() const {
  // the target outlives the process: a pointer that does not own it
  const std::shared_ptr<const Target> target(std::shared_ptr<const void>(), target_);
  return process::GradientStructure{density::minus_log(target), 1};
}

}  // namespace kolmo::sampling
