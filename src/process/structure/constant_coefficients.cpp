#include "kolmo/process/structure/constant_coefficients.hpp"

#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"

namespace kolmo::process {

std::optional<bool> constant_coefficients(const Process& process) {
  if (const auto* own = capability<ConstantCoefficients>(process)) return own->constant_coefficients();
  if (gradient_structure(process) || kinetic_structure(process)) return true;
  return std::nullopt;
}

}  // namespace kolmo::process
