#pragma once
// Processes in one dimension whose solution is known path by path.

#include "kolmo/process/noise/diagonal_noise.hpp"

namespace kolmo::measure {

/// X = tanh(b W + artanh x₀) solves dX = −b² X (1 − X²) dt + b (1 − X²) dW; b = ½.
class TanhProcess final : public process::DiagonalNoise {
 public:
  std::string name() const override { return "tanh"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override;
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override;
  /// x ← the solution from x along a path that has come to w.
  static void solve(double t, const ConstBlock& w, Block x);
};

/// X = sinh(t + W + arsinh x₀) solves dX = (½X + √(1 + X²)) dt + √(1 + X²) dW.
class SinhProcess final : public process::DiagonalNoise {
 public:
  std::string name() const override { return "sinh"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override;
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override;
  static void solve(double t, const ConstBlock& w, Block x);
};

}  // namespace kolmo::measure
