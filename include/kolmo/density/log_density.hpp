#pragma once
// The logarithm of a density with its gradient: all that sampling, flows and Langevin dynamics ask of a law.

#include <memory>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/density/potential.hpp"

namespace kolmo::density {

/// A density p ∝ e^{log p} on R^d, up to its constant. All functions are const and thread-safe; x is rows×d
/// with rows ≤ block_rows. Every Density is one (its constant known, its Laplacian and samples too), every
/// Potential gives one (`gibbs`), every one gives a potential (`minus_log`).
class LogDensity {
 public:
  virtual ~LogDensity() = default;
  virtual Index dimension() const = 0;
  /// out(i) = log p(x_i) up to one constant.
  virtual void log_density(const ConstBlock& x, Values out) const = 0;
  /// out(i, ·) = ∇ log p(x_i), rows×d.
  virtual void score(const ConstBlock& x, Block out) const = 0;
};

/// p ∝ e^{−V/T}, in any dimension; nothing is normalised (GibbsDensity is, on the line). Throws
/// InvalidArgument where the potential is null or T > 0 does not hold.
std::shared_ptr<const LogDensity> gibbs(std::shared_ptr<const Potential> potential, double temperature = 1);

/// V = −log p, at whose temperature 1 the law is p again. Its Laplacian is that of a Density, and of anything
/// else not known (InvalidArgument). Throws InvalidArgument where p is null.
std::shared_ptr<const Potential> minus_log(std::shared_ptr<const LogDensity> density);

}  // namespace kolmo::density
