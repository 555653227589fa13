#pragma once
// What every probability density gives, on a block of points at once.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/density/log_density.hpp"

namespace kolmo::density {

/// A probability density p on R^d: a LogDensity that is normalised. All functions are const and thread-safe;
/// x is rows×d.
class Density : public LogDensity {
 public:
  /// out(i) = log p(x_i), normalised.
  void log_density(const ConstBlock& x, Values out) const override = 0;

  /// score as above and laplacian(i) = Δ log p(x_i) = ∇·score.
  virtual void score_and_laplacian(const ConstBlock& x, Block score, Values laplacian) const = 0;

  /// out(i, ·) = (∇² log p)(x_i) v_i.
  virtual void hessian_product(const ConstBlock& x, const ConstBlock& v, Block out) const = 0;

  /// Exact samples for particles first, first + 1, …: a pure function of (stream, particle). `first` must be
  /// a multiple of 16.
  virtual void sample(const RandomStream& stream, Index first, Block out) const = 0;
};

/// n exact samples, block by block in parallel.
Points sample(const Density& density, const RandomStream& stream, Index n);

}  // namespace kolmo::density
