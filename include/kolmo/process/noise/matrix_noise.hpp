#pragma once
// The base of processes whose noise is a matrix.

#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// dX = f(t, X) dt + G dW with a d×m matrix G, in Itô's sense; the kind (constant, commutative, general) says
/// what G depends on.
class MatrixNoise : public Process {
 public:
  NoiseKind noise_kind() const override = 0;
  Index noise_dimension() const override = 0;
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override = 0;
  /// There is no g(t): both throw InvalidArgument.
  double diffusion(double t) const final;
  double noise_variance(double s, double t) const final;
};

}  // namespace kolmo::process
