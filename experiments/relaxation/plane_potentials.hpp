#pragma once
// Potentials on the plane, and a drift that is none.

#include "kolmo/density/potential.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::relaxation {

/// V = (x² − 1)² + 3 (y − x²/2)²: minima (±1, ½), the saddle 0.
class BentWells final : public density::Potential {
 public:
  std::string name() const override { return "bent_wells"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  void laplacian(const ConstBlock& x, Values out) const override;
};

/// dX = (−I + ω J) X dt + √2 dW: at rest N(0, I), with a flux that never stops.
class Vortex final : public process::Process {
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

}  // namespace kolmo::relaxation
