#pragma once
// One sweep of Sinkhorn's iteration, in logarithms or by scalings.

#include <memory>

#include "kolmo/transport/entropic/gibbs_kernel.hpp"

namespace kolmo::transport {

/// Potentials over ε: π_ij = a_i b_j e^{phi_i + gamma_j − c_ij/ε}.
struct Potentials {
  Eigen::ArrayXd phi, gamma;
};

/// What a sweep found before it changed anything.
struct SweepRecord {
  double residual;  ///< Σ|π1 − a|
  double mass;      ///< |π|
};

/// log w, −∞ where w is 0.
Eigen::ArrayXd logarithms_of(const Eigen::ArrayXd& weights);
/// Σ a_i |ratio_i − 1| and Σ a_i ratio_i.
SweepRecord judge_rows(const Eigen::ArrayXd& a, const Eigen::ArrayXd& ratio);

class Sweeps {
 public:
  virtual ~Sweeps() = default;
  /// Rows are measured, and unless they meet the tolerance set to their marginals, then columns.
  virtual SweepRecord sweep(double tolerance) = 0;
  virtual Potentials potentials() const = 0;
};

/// Sweeps from these potentials on. `cost`, a and b must outlive them.
std::unique_ptr<Sweeps> log_sweeps(std::unique_ptr<GibbsKernel> kernel, const Eigen::ArrayXd& a,
                                   const Eigen::ArrayXd& b, Potentials start);
std::unique_ptr<Sweeps> log_sweeps(const TransportCost& cost, double epsilon, const Eigen::ArrayXd& a,
                                   const Eigen::ArrayXd& b, Potentials start);
/// The same by products; `cost` must have a matrix.
std::unique_ptr<Sweeps> scaling_sweeps(const TransportCost& cost, double epsilon, const Eigen::ArrayXd& a,
                                       const Eigen::ArrayXd& b, Potentials start);

}  // namespace kolmo::transport
