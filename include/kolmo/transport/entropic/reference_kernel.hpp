#pragma once
// Transitions of a process between the cells of a grid, as operators on logarithms.

#include <functional>
#include <memory>

#include "kolmo/core/grid.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::transport {

/// Transition densities p(s, x; t, y) of a process between the centres of a grid's cells. Sums run in a fixed
/// order: the same bits for every number of threads.
class ReferenceKernel {
 public:
  ReferenceKernel(Grid grid, std::shared_ptr<const process::Process> process);
  virtual ~ReferenceKernel() = default;
  const Grid& grid() const { return grid_; }
  const std::shared_ptr<const process::Process>& process() const { return process_; }

  /// values ← log E[e^{values}(X_t) | X_s = x].
  virtual void backward(double s, double t, double* values) const = 0;
  /// values ← log ∫ p(s, x; t, y) e^{values(x)} dx: the density at t of a start of this density.
  virtual void forward(double s, double t, double* values) const = 0;
  /// InvalidArgument, with the numbers, where the grid is too coarse for the transitions from s to t.
  virtual void require_resolved(double s, double t) const = 0;

 private:
  Grid grid_;
  std::shared_ptr<const process::Process> process_;
};

/// Of a process whose kernel is known, X_t | X_s ~ N(c + a (X_s − c), v I): heat, Ornstein–Uhlenbeck,
/// variance preserving and exploding. Along each axis a product with the Gaussian at the centres where its
/// deviation is at least a cell, √v ≥ h, so that the trapezoidal sum is off by 2e^{−2π²v/h²} ≤ 5e−9; below
/// that, as near the end of a bridge, nine Gauss–Hermite nodes about the integrand's top, with the values
/// cubic between centres: off by O(h⁴), 0 for Gaussians, and InvalidArgument where a value is −∞.
/// `require_resolved` asks for √v ≥ h. Throws InvalidArgument where dimensions differ; `backward` and
/// `forward` where there is no kernel.
std::shared_ptr<const ReferenceKernel> linear_reference(const Grid& grid,
                                                        std::shared_ptr<const process::Process> process);

/// Of any process, from its matrix of transitions: transition(s, t)(i, j) ≥ 0 is the probability of cell j at
/// t from cell i at s, such as steps of a Fokker–Planck solver give; rows sum to 1 to 1e-9, or
/// InvalidArgument. `process` is what the matrix belongs to; its drift and noise drive the bridge's paths.
std::shared_ptr<const ReferenceKernel> matrix_reference(
    const Grid& grid, std::shared_ptr<const process::Process> process,
    std::function<Eigen::ArrayXXd(double s, double t)> transition);

}  // namespace kolmo::transport
