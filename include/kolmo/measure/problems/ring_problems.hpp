#pragma once
// Diffusions on rings with exact laws.

#include <numbers>
#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/process/noise/diagonal_noise.hpp"

namespace kolmo::measure {

inline constexpr double turn = 2 * std::numbers::pi;

/// The wrapped Gaussian Σ_k N(x + 2πk; mean, variance), |k| ≤ 8 about the turn of the mean.
double wrapped_gaussian(double x, double mean, double variance);

/// A normal law wound around the ring [0, 2π).
struct WoundGaussian {
  double weight, mean, deviation;
};

/// Σ_k w_k Σ_m N(y + 2π m; m_k + shift, s_k² + variance).
double wound_density(const std::vector<WoundGaussian>& law, double y, double shift, double variance);

std::vector<WoundGaussian> lopsided_ring();

/// Y turns with dY = (v₀ + v₁ cos 3t) dt + σ dW around the ring, and X = Y + a sin Y, |a| < 1: by Itô's rule
/// dX = (h′ v + ½ σ² h″) dt + σ h′ dW, h′ = 1 + a cos Y, h″ = −a sin Y. With a = 0 a travelling wound
/// Gaussian. The law of X at t from that of Y at 0 is p_Y/h′, neither symmetric nor stationary.
class BentRing final : public process::DiagonalNoise {
 public:
  BentRing(double a, double v0, double v1, double sigma) : a_(a), v0_(v0), v1_(v1), sigma_(sigma) {}
  std::string name() const override { return "bent_ring"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override;
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override;

  /// p_t at x, one value a row.
  Eigen::ArrayXd density(const std::vector<WoundGaussian>& start, double t, const Points& x) const;

 private:
  /// visit(i, y, sin y, cos y) of the angle y that belongs to each x.
  template <class Visit>
  void for_each_angle(const ConstBlock& x, Visit visit) const;

  double a_, v0_, v1_, sigma_;
};

inline Grid ring(Index nodes) { return Grid({{0, turn, nodes}}); }

}  // namespace kolmo::measure
