#pragma once
// The overdamped Langevin process of a target, for the schemes of the road of paths.

#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/sampling/targets/target.hpp"

namespace kolmo::sampling {

/// dX = s(X) dt + √2 dW, s = ∇ log p, whose stationary law is p. The drift is the score itself, in one pass.
/// The target must outlive the process.
class TargetLangevin final : public process::Process,
                             public process::GradientFlow,
                             public process::ConstantCoefficients {
 public:
  explicit TargetLangevin(const Target& target) : target_(&target) {}
  std::string name() const override { return "target_langevin"; }
  Index dimension() const override { return target_->dimension(); }
  void drift(double, const ConstBlock& x, Block out) const override { target_->score(x, out); }
  double diffusion(double t) const override;
  double noise_variance(double s, double t) const override { return 2 * (t - s); }
  /// V = −log p at T = 1; its Laplacian is not known (InvalidArgument).
  std::optional<process::GradientStructure> gradient_structure() const override;
  std::optional<bool> constant_coefficients() const override { return true; }

 private:
  const Target* target_;
};

}  // namespace kolmo::sampling
