#include "kolmo/process/process.hpp"

namespace kolmo::process {

std::optional<Kernel> Process::kernel(double, double) const { return std::nullopt; }

std::optional<GradientStructure> Process::gradient_structure() const { return std::nullopt; }

}  // namespace kolmo::process
