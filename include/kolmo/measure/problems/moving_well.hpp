#pragma once
// A well that moves and breathes.

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::measure {

/// dX = −2 (X − sin 5t) dt + σ(t) dW, σ² = 1 + ½ cos t: a Gaussian start stays Gaussian.
class MovingWell final : public process::Process {
 public:
  std::string name() const override { return "moving_well"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  double diffusion(double t) const override;
  double noise_variance(double s, double t) const override;

  /// The law at t of N(m, s²) at 0.
  static density::GaussianMixture law(double m, double s, double t);
};

}  // namespace kolmo::measure
