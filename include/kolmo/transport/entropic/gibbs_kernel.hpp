#pragma once
// The kernel e^{−c/ε} of a cost, as an operator on logarithms: what Sinkhorn's iteration applies.

#include <memory>

#include "kolmo/core/grid.hpp"

namespace kolmo::transport {

/// e^{−c_ij/ε} between n places i and m places j. Everything is in logarithms, so that nothing under- or
/// overflows whatever ε; −∞ stands for a mass of 0. Sums run in a fixed order: the same bits for every number
/// of threads.
class GibbsKernel {
 public:
  virtual ~GibbsKernel() = default;
  virtual Index rows() const = 0;
  virtual Index columns() const = 0;
  /// out_i = log Σ_j e^{v_j − c_ij/ε}. On entry out_i is a guess of it, any number (0 where there is none): a
  /// good one saves a pass over the costs and changes rounding alone.
  virtual void log_apply(const double* v, double* out) const = 0;
  /// out_j = log Σ_i e^{u_i − c_ij/ε}; a guess as above.
  virtual void log_apply_transposed(const double* u, double* out) const = 0;
  /// Σ_ij c_ij e^{u_i + v_j − c_ij/ε}.
  virtual double plan_cost(const double* u, const double* v) const = 0;
};

/// A cost c_ij between n places and m places.
class TransportCost {
 public:
  virtual ~TransportCost() = default;
  virtual Index rows() const = 0;
  virtual Index columns() const = 0;
  /// Its kernel, which refers to the cost. ε > 0.
  virtual std::unique_ptr<GibbsKernel> kernel(double epsilon) const = 0;
  /// Σ_ij p_i c_ij q_j.
  virtual double mean(const double* p, const double* q) const = 0;
  /// The costs as a matrix, where they are one; else null.
  virtual const Eigen::ArrayXXd* matrix() const { return nullptr; }
};

/// Any finite costs, n×m. Throws InvalidArgument where one is not finite.
std::unique_ptr<TransportCost> dense_cost(Eigen::ArrayXXd cost);

/// |x − y|² between the centres of a grid's cells. The kernel is a product over axes and is applied along
/// each in turn, at cost cells · Σ_axes n: an n×n product a line where that is safe, sums of exponentials
/// where it would underflow.
std::unique_ptr<TransportCost> grid_cost(const Grid& grid);

}  // namespace kolmo::transport
