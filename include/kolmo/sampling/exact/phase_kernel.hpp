#pragma once
// The transition of a kinetic kernel on (q, p) in the plane, without sampling.

#include "kolmo/sampling/exact/line_kernel.hpp"

namespace kolmo::sampling {

/// As LineKernel, on the product of nodes for the position and for the momentum: m′_jk = E sinc((Q′ −
/// q_j)/Δq) sinc((P′ − p_k)/Δp) over the library's own step from every pair of nodes. The stationary law by
/// GMRES.
class PhaseKernel {
 public:
  /// A kernel with momenta and one normal number a step, on a target in 1-D (else InvalidArgument).
  PhaseKernel(const MarkovKernel& kernel, const Target& target, const KernelSettings& settings,
              const LineNodes& positions, const LineNodes& momenta);

  /// The law of the position in the state that stays, from the target's own law as the first guess. Throws
  /// NumericalFailure where 200 iterations leave more than 1e−11.
  LineLaw stationary_position() const;

 private:
  LineNodes positions_, momenta_;
  Eigen::MatrixXd transition_;  ///< column: from (j, k) = j + k·positions; row: to
};

}  // namespace kolmo::sampling
