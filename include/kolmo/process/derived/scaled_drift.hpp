#pragma once
// A process whose drift is off by a factor.

#include <memory>

#include "kolmo/process/derived/forwarding_process.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/linear_drift.hpp"

namespace kolmo::process {

/// dX = c f(t, X) dt + G dW for a given process dX = f dt + G dW. Where that is a gradient flow of V, this is
/// one of cV at the same temperature. It has no closed-form kernel. The yardstick of certificates: c = 1.02
/// is a drift 2 % off.
class ScaledDrift final : public ForwardingProcess,
                          public DriftJacobian,
                          public LinearDrift,
                          public GradientFlow {
 public:
  /// process not null, factor finite and > 0 (else InvalidArgument).
  ScaledDrift(std::shared_ptr<const Process> process, double factor);
  const Process* source_of(Part asked) const override {
    return asked == Part::noise ? inner().get() : nullptr;
  }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  bool has_drift_jacobian() const override { return process::has_drift_jacobian(*inner()); }
  const Eigen::ArrayXd* linear_rates() const override { return rates_.size() > 0 ? &rates_ : nullptr; }
  std::optional<GradientStructure> gradient_structure() const override;

 private:
  double factor_;
  Eigen::ArrayXd rates_;  ///< those of the process times the factor; empty where there are none
};

}  // namespace kolmo::process
