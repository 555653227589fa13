#pragma once
// Scores and velocities as functions of time and place: what reverse processes and flows are driven by.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::process {

/// s(t, x) = ∇ log p_t(x). Implementations: the exact score of a mixture's marginal; the score of a density
/// computed on a grid; later, learned scores. Const and thread-safe.
class ScoreField {
 public:
  virtual ~ScoreField() = default;
  virtual Index dimension() const = 0;
  /// out(i, ·) = s(t, x_i).
  virtual void score(double t, const ConstBlock& x, Block out) const = 0;
  /// The same, and divergence(i) = (∇·s)(t, x_i).
  virtual void score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const = 0;
};

/// v(t, x) of an ODE dx/dt = v. Const and thread-safe.
class VelocityField {
 public:
  virtual ~VelocityField() = default;
  virtual Index dimension() const = 0;
  /// out(i, ·) = v(t, x_i).
  virtual void velocity(double t, const ConstBlock& x, Block out) const = 0;
  /// The same, and divergence(i) = (∇·v)(t, x_i).
  virtual void velocity_and_divergence(double t, const ConstBlock& x, Block velocity,
                                       Values divergence) const = 0;
};

}  // namespace kolmo::process
