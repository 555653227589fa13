#pragma once
// A matrix noise, column by column.

#include "kolmo/process/capability.hpp"

namespace kolmo::process {

/// The columns of a matrix noise one at a time, for schemes that look at each column at a point of its own.
class NoiseColumns {
 public:
  static constexpr Part speaks_of = Part::noise;
  virtual ~NoiseColumns() = default;
  /// out(i, j) = G_jk(t, x_i), rows×d: columns k d … (k + 1) d − 1 of diffusion_matrix.
  virtual void noise_column(double t, const ConstBlock& x, Index k, Block out) const = 0;
};

}  // namespace kolmo::process
