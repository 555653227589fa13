#pragma once
// Sinkhorn's divergence: entropic transport without its bias.

#include "kolmo/transport/entropic/sinkhorn.hpp"

namespace kolmo::transport {

/// The potential of a density against itself: π_ij = a_i a_j e^{(f_i + f_j − c_ij)/ε}.
struct SelfTransport {
  Eigen::ArrayXd f;
  double dual = 0;      ///< 2⟨f, a⟩ − ε (|π| − 1) ≤ OT_ε(a, a)
  double residual = 0;  ///< Σ|π1 − a|
  Status status = Status::budget;
  Index iterations = 0;
};

/// f ← ½(f + f′), f′ what a sweep makes of f: the fixed point is the same and the factor of every mode is ½(1
/// − λ), λ ≥ 0 an eigenvalue of the plan, so that it converges at ½ or faster whatever ε (Feydy et al. 2019,
/// equation 25). Costs must be symmetric, and 0 between a place and itself. The plan's form is not used.
/// Throws as `sinkhorn` does, and unless there are as many rows as columns.
SelfTransport self_transport(const TransportCost& cost, const Eigen::ArrayXd& a, double epsilon,
                             const SinkhornPlan& plan = {});

/// S_ε(a, b) = OT_ε(a, b) − ½OT_ε(a, a) − ½OT_ε(b, b): 0 for equal densities, ≥ 0 for c = |x − y|², and W2²
/// to O(ε²) for smooth densities, where OT_ε itself is off by O(ε log ε) (Feydy et al. 2019, theorem 1).
struct SinkhornDivergence {
  double value = 0;
  double epsilon = 0;  ///< in the unit of the costs
  EntropicTransport between;
  SelfTransport of_a, of_b;
  Status status() const;  ///< the worst of the three: budget, then stalled, then converged
};

/// `across` from a to b, `within_a` and `within_b` from each to itself. ε of the mean cost is that of
/// `across`.
SinkhornDivergence sinkhorn_divergence(const TransportCost& across, const TransportCost& within_a,
                                       const TransportCost& within_b, const Eigen::ArrayXd& a,
                                       const Eigen::ArrayXd& b, const SinkhornPlan& plan = {});
SinkhornDivergence sinkhorn_divergence(const Grid& grid, const ConstValues& mu, const ConstValues& nu,
                                       const SinkhornPlan& plan = {});
SinkhornDivergence sinkhorn_divergence(const ConstBlock& x, const ConstBlock& y,
                                       const SinkhornPlan& plan = {});

/// ∂S_ε/∂x_i, n×d, of points of equal weights, at fixed ε: (2/n)(T_xx(x_i) − T_xy(x_i)) with T_xy(x_i) the
/// mean of y under the plan's row i. `found` is what sinkhorn_divergence(x, y) gave.
Points sinkhorn_divergence_gradient(const ConstBlock& x, const ConstBlock& y,
                                    const SinkhornDivergence& found);

}  // namespace kolmo::transport
