#pragma once
// The base of processes whose noise depends on the state, coordinate by coordinate.

#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// dX_j = f_j(t, X) dt + g_j(t, X_j) dW_j, in Itô's sense, W_j independent.
class DiagonalNoise : public Process {
 public:
  NoiseKind noise_kind() const final { return NoiseKind::diagonal; }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override = 0;
  /// There is no g(t): both throw InvalidArgument.
  double diffusion(double t) const final;
  double noise_variance(double s, double t) const final;
};

}  // namespace kolmo::process
