#include "kolmo/process/structure/drift_jacobian.hpp"

#include "kolmo/core/errors.hpp"

namespace kolmo::process {
namespace {

/// What the process itself defines, or null.
const DriftJacobian* own_jacobian(const Process& process) {
  const auto* own = capability<DriftJacobian>(process);
  return own != nullptr && own->has_drift_jacobian() ? own : nullptr;
}

}  // namespace

bool has_drift_jacobian(const Process& process) {
  return own_jacobian(process) != nullptr || (process.dimension() == 1 && has_drift_divergence(process));
}

void drift_jacobian(const Process& process, double t, const ConstBlock& x, Block out) {
  if (const auto* own = own_jacobian(process)) return own->drift_jacobian(t, x, out);
  if (process.dimension() != 1) {
    throw InvalidArgument("process = '" + process.name() +
                          "': must define drift_jacobian (DriftJacobian) beyond one dimension");
  }
  process.drift_divergence(t, x, out.col(0));
}

}  // namespace kolmo::process
