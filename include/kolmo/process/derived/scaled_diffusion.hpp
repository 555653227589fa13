#pragma once
// A process whose diffusion is off by a factor.

#include <memory>

#include "kolmo/process/derived/forwarding_process.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::process {

/// dX = f(t, X) dt + √c G dW for a given process dX = f dt + G dW: its diffusion G Gᵀ is c times that one's.
/// Where that is a gradient flow at temperature T, this is one at cT in the same potential. It has no
/// closed-form kernel. The yardstick of certificates beside ScaledDrift: c = 1.02 is a diffusion 2 % off, a
/// noise g 1 % off.
class ScaledDiffusion final : public ForwardingProcess, public GradientFlow {
 public:
  /// process not null, factor finite and > 0 (else InvalidArgument).
  ScaledDiffusion(std::shared_ptr<const Process> process, double factor);
  const Process* source_of(Part asked) const override {
    return asked == Part::drift ? inner().get() : nullptr;
  }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override;
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override;
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override;
  double diffusion(double t) const override { return root_ * inner()->diffusion(t); }
  double noise_variance(double s, double t) const override { return factor_ * inner()->noise_variance(s, t); }
  std::optional<GradientStructure> gradient_structure() const override;

 private:
  double factor_, root_;
};

}  // namespace kolmo::process
