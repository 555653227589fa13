#pragma once
// The matrix of a drift's derivatives.

#include "kolmo/process/capability.hpp"

namespace kolmo::process {

/// ∂f_j/∂x_k, which implicit schemes solve with.
class DriftJacobian {
 public:
  static constexpr Part speaks_of = Part::drift;
  virtual ~DriftJacobian() = default;
  /// out(i, k d + j) = ∂f_j/∂x_k(t, x_i), rows×d²; asked for only where has_drift_jacobian().
  virtual void drift_jacobian(double t, const ConstBlock& x, Block out) const = 0;
  virtual bool has_drift_jacobian() const { return true; }
};

/// Whether a process has its Jacobian: as DriftJacobian says, or in one dimension where drift_divergence,
/// which it is there, is defined.
bool has_drift_jacobian(const Process& process);

/// out(i, k d + j) = ∂f_j/∂x_k(t, x_i), rows×d². InvalidArgument where the process does not have it.
void drift_jacobian(const Process& process, double t, const ConstBlock& x, Block out);

}  // namespace kolmo::process
