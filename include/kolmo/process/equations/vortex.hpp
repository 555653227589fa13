#pragma once
// A drift in the plane that is no gradient.

#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// dX = (−I + ω J) X dt + √2 dW: at rest N(0, I), with a flux that never stops.
class Vortex final : public Process {
 public:
  explicit Vortex(double omega) : omega_(omega) {}
  std::string name() const override { return "vortex"; }
  Index dimension() const override { return 2; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  double diffusion(double t) const override;
  double noise_variance(double s, double t) const override { return 2 * (t - s); }

 private:
  double omega_;
};

}  // namespace kolmo::process
