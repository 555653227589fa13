#pragma once
// Diffusions on rings with exact laws.

#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/process/diagonal_noise.hpp"

namespace kolmo::fokker_planck::testing {

inline constexpr double turn = 2 * std::numbers::pi;

/// A normal law wound around the ring [0, 2π).
struct WoundGaussian {
  double weight, mean, deviation;
};

/// Σ_k w_k Σ_m N(y + 2π m; m_k + shift, s_k² + variance).
inline double wound_density(const std::vector<WoundGaussian>& law, double y, double shift, double variance) {
  double p = 0;
  for (const WoundGaussian& part : law) {
    const double v = part.deviation * part.deviation + variance;
    const double from = std::remainder(y - part.mean - shift, turn);
    const int reach = 2 + static_cast<int>(9 * std::sqrt(v) / turn);  // beyond it e^{−40}
    for (int m = -reach; m <= reach; ++m) {
      const double z = from + turn * m;
      p += part.weight * std::exp(-z * z / (2 * v)) / std::sqrt(turn * v);
    }
  }
  return p;
}

inline std::vector<WoundGaussian> lopsided_ring() { return {{0.6, 2, 0.4}, {0.4, 4.4, 0.6}}; }

/// Y turns with dY = (v₀ + v₁ cos 3t) dt + σ dW around the ring, and X = Y + a sin Y, |a| < 1: by Itô's rule
/// dX = (h′ v + ½ σ² h″) dt + σ h′ dW, h′ = 1 + a cos Y, h″ = −a sin Y. With a = 0 a travelling wound
/// Gaussian. The law of X at t from that of Y at 0 is p_Y/h′, neither symmetric nor stationary.
class BentRing final : public process::DiagonalNoise {
 public:
  BentRing(double a, double v0, double v1, double sigma) : a_(a), v0_(v0), v1_(v1), sigma_(sigma) {}
  std::string name() const override { return "bent_ring"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const double y = angle(x(i, 0));
      out(i, 0) = slope(y) * (v0_ + v1_ * std::cos(3 * t)) - 0.5 * sigma_ * sigma_ * a_ * std::sin(y);
    }
  }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const double y = angle(x(i, 0)), v = v0_ + v1_ * std::cos(3 * t);
      out(i) = (-a_ * std::sin(y) * v - 0.5 * sigma_ * sigma_ * a_ * std::cos(y)) / slope(y);
    }
  }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = sigma_ * slope(angle(x(i, 0)));
  }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const double y = angle(x(i, 0));
      out(i, 0) = -sigma_ * a_ * std::sin(y) / slope(y);
    }
  }

  /// p_t at x, one value a row.
  Eigen::ArrayXd density(const std::vector<WoundGaussian>& start, double t, const Points& x) const {
    Eigen::ArrayXd p(x.rows());
    for (Index i = 0; i < x.rows(); ++i) {
      const double y = angle(x(i, 0));
      p(i) = wound_density(start, y, v0_ * t + v1_ * std::sin(3 * t) / 3, sigma_ * sigma_ * t) / slope(y);
    }
    return p;
  }

 private:
  double slope(double y) const { return 1 + a_ * std::cos(y); }
  // y + a sin y = x by Newton's method, to rounding.
  double angle(double x) const {
    double y = x;
    if (a_ == 0) return y;
    for (double change = 1; std::abs(change) > 1e-9;) {  // the next one would be its square
      change = (y + a_ * std::sin(y) - x) / slope(y);
      y -= change;
    }
    return y - (y + a_ * std::sin(y) - x) / slope(y);
  }

  double a_, v0_, v1_, sigma_;
};

inline Grid ring(Index nodes) { return Grid({{0, turn, nodes}}); }
inline Grid torus(Index first, Index second) { return Grid({{0, turn, first}, {0, turn, second}}); }

}  // namespace kolmo::fokker_planck::testing
