#pragma once
// A process whose drift is split into a linear part and the rest.

#include <memory>

#include "kolmo/process/derived/forwarding_process.hpp"
#include "kolmo/process/structure/linear_drift.hpp"

namespace kolmo::process {

/// The same process dX = f(t, X) dt + G dW, which says that f_j(t, x) = a_j x_j + N_j(t, x), so that an
/// exponential integrator takes a_j x_j exactly: a_j < 0 the stiff rates of f. For Langevin dynamics in V a
/// natural choice is a_j = −∂²V/∂x_j² at the bottom of a stiff well: what is left, N = −∇(V − ½Σ(−a_j) x_j²),
/// varies slowly there. Nothing else changes.
class WithLinearPart final : public ForwardingProcess, public LinearDrift {
 public:
  /// process not null, rates d finite numbers (else InvalidArgument).
  WithLinearPart(std::shared_ptr<const Process> process, Eigen::ArrayXd rates);
  /// The same rate in every coordinate.
  WithLinearPart(std::shared_ptr<const Process> process, double rate);
  const Process* source_of(Part) const override { return inner().get(); }
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }

 private:
  Eigen::ArrayXd rates_;
};

}  // namespace kolmo::process
