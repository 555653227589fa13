#pragma once
// Diffusion by particles alone: the blob method.

#include <memory>

#include "kolmo/density/potential.hpp"

namespace kolmo::jko {

/// F_δ = T ∫ log(φ_δ∗ρ) dρ + ∫V dρ with a Gaussian φ_δ of deviation δ, for ρ = Σ m_i δ_{x_i}: a function of
/// the particles, whose gradient flow is (Carrillo, Craig and Patacchini 2019, equation 1.12)
///
///   x_i′ = −∇V(x_i) − T Σ_j m_j ∇φ_δ(x_i − x_j) [1/Σ_k m_k φ_δ(x_i − x_k) + 1/Σ_k m_k φ_δ(x_j − x_k)],
///
/// each particle counting itself in its own density. No noise and no grid. For particles on a uniform grid of
/// spacing h with the density as weight, δ = h^q with q < 1 is of order 2q in h; for N particles of equal
/// mass δ ∝ N^{−½} gives order 1 in 1/N, and δ ∝ 1/N does not converge (tested).
class BlobFlow {
 public:
  /// Throws InvalidArgument unless δ and T are finite and > 0, and weights are finite, > 0 and of sum 1 to
  /// 1e-6. V may be null.
  BlobFlow(Eigen::ArrayXd weights, double width, double temperature,
           std::shared_ptr<const density::Potential> potential = nullptr);

  /// out = x′, N×d. O(N²d).
  void velocity(const Points& x, Points& out) const;
  /// x at t ← x at t + τ, by one step of the classical Runge–Kutta method; stable for T τ below about δ².
  /// Throws NumericalFailure where a particle is not finite afterwards.
  void advance(double tau, Points& x) const;
  /// F_δ.
  double energy(const Points& x) const;

 private:
  Eigen::ArrayXd blurred(const Points& x) const;

  Eigen::ArrayXd weights_;
  double width_, temperature_;
  std::shared_ptr<const density::Potential> potential_;
};

}  // namespace kolmo::jko
