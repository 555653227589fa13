#pragma once
// The process nearest to a reference among those that go from one density to another.

#include "kolmo/transport/entropic/reference_kernel.hpp"
#include "kolmo/transport/status.hpp"

namespace kolmo::transport {

struct BridgePlan {
  double start = 0, end = 1;  ///< times of the two densities
  Index iterations = 1000;    ///< at most, of a step for either end
  double tolerance = 1e-10;   ///< of the residual
};

/// Among the laws of paths with the density μ at `start` and ν at `end`, the one with the least relative
/// entropy to that of the reference: p_t = φ̂_t φ_t with φ_t(x) = E[φ₁(X_end) | X_t = x] and φ̂_t the density
/// that grows out of φ̂₀. It is the reference with the drift f + g² ∇log φ_t. Its coupling of the ends is that
/// of entropic transport: for dX = √κ dW over a time T, of |x − y|² with ε = 2κT.
///
/// Source: Léonard 2014, section 2; the iteration is Fortet's (1940), or iterated proportional fitting.
class SchrodingerBridge {
 public:
  /// Throws InvalidArgument as checked_density does, where the kernel's grid is too coarse
  /// (require_resolved), unless start < end, iterations ≥ 1, and the tolerance is within (0, 1).
  SchrodingerBridge(std::shared_ptr<const ReferenceKernel> kernel, const ConstValues& mu,
                    const ConstValues& nu, const BridgePlan& plan = {});

  Status status() const { return status_; }
  Index iterations() const { return iterations_; }
  double residual() const { return residual_; }  ///< ∫|p_start − μ|; that at the end is rounding
  /// KL between the laws of the paths that start from μ: of the coupling and that of the reference.
  double relative_entropy() const { return relative_entropy_; }

  /// p_t at the centres of the cells, start ≤ t ≤ end (else InvalidArgument). With a linear reference it is
  /// sharpest where the reference spreads by a cell from one end to t at least, or from t to the other: take
  /// h ≤ 0.7 of its deviation over the whole time where middle times matter.
  Eigen::ArrayXd marginal(double t) const;
  /// log φ_t there. −∞ where nothing of ν can be reached; at the end, where ν is 0.
  Eigen::ArrayXd log_phi(double t) const;
  /// E[X_end | X_start = x] at the centres, cells×d: the barycentric map.
  Points end_means() const;

  const ReferenceKernel& kernel() const { return *kernel_; }
  double start() const { return plan_.start; }
  double end() const { return plan_.end; }

 private:
  void require_within(double t) const;

  std::shared_ptr<const ReferenceKernel> kernel_;
  BridgePlan plan_;
  Eigen::ArrayXd log_hat_, log_phi_;  ///< log φ̂₀, log φ₁
  Status status_ = Status::budget;
  Index iterations_ = 0;
  double residual_ = 0, relative_entropy_ = 0;
};

/// The bridge as a process for the SDE schemes: drift f + g² ∇log φ_t, the noise of the reference. ∇log φ is
/// taken by differences of fourth order on the grid at `levels` + 1 even times and is linear between them and
/// between centres, in the outermost cells and beyond as it is there: off by O(h² + Δt²) times third
/// derivatives of log φ, 0 in space for Gaussians. Start paths from μ at bridge.start().
///
/// Throws InvalidArgument unless the reference's noise is scalar and levels ≥ 1, where the table does not fit
/// into memory, and where log φ is not finite at a centre (ν is 0 there: floor it or shrink the grid). Its
/// drift throws for times outside the bridge's.
std::shared_ptr<const process::Process> bridge_process(const SchrodingerBridge& bridge, Index levels = 200);

}  // namespace kolmo::transport
