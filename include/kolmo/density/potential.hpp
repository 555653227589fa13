#pragma once
// Potentials V: the energy landscapes of Langevin dynamics and of Gibbs densities.

#include <string>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::density {

/// A potential V on R^d. All functions are const and thread-safe.
class Potential {
 public:
  virtual ~Potential() = default;
  virtual std::string name() const = 0;
  virtual Index dimension() const = 0;
  /// out(i) = V(x_i).
  virtual void value(const ConstBlock& x, Values out) const = 0;
  /// out(i, ·) = ∇V(x_i).
  virtual void gradient(const ConstBlock& x, Block out) const = 0;
  /// out(i) = ΔV(x_i) (the second derivative in 1-D).
  virtual void laplacian(const ConstBlock& x, Values out) const = 0;
};

}  // namespace kolmo::density
