#pragma once
// Entropic optimal transport by Sinkhorn's iteration, with what it is worth.

#include <vector>

#include "kolmo/transport/entropic/gibbs_kernel.hpp"
#include "kolmo/transport/status.hpp"

namespace kolmo::transport {

/// What ε is a number of.
enum class EpsilonUnit {
  cost,      ///< ε itself, in the unit of the costs (a length² for |x − y|²)
  mean_cost  ///< the part of ⟨c, a ⊗ b⟩, the mean cost between independent points: a number without a unit
};

/// How the iteration is carried out; the iterates are the same to rounding.
enum class SinkhornForm {
  scaling,    ///< products with e^{(f + g − c)/ε}, the potentials absorbed anew where scalings grow beyond
              ///< e^{±50}
              ///< (Schmitzer 2019, algorithm 2): a matrix of costs only, on grids it is `logarithms`
  logarithms  ///< sums of exponentials in every sweep
};

struct SinkhornPlan {
  double epsilon = 0.05;
  EpsilonUnit unit = EpsilonUnit::mean_cost;
  Index iterations = 10000;  ///< at most, of all ε together; one is a sweep over rows and one over columns
  double tolerance = 1e-9;   ///< of EntropicTransport::residual
  /// ε begins at the mean cost and falls by this factor where the residual is below 0.02, down to the one
  /// that is wanted; 1: that one from the start.
  double reduction = 0.5;
  SinkhornForm form = SinkhornForm::scaling;
};

struct SinkhornRecord {
  Index iteration;
  double epsilon;
  double residual;
  double dual;  ///< of the ε of the time
};

/// OT_ε(a, b) = min ⟨c, π⟩ + ε KL(π ‖ a ⊗ b) over plans with the marginals a and b, both of mass 1, and the
/// plan π_ij = a_i b_j e^{(f_i + g_j − c_ij)/ε} that was reached.
struct EntropicTransport {
  Eigen::ArrayXd f, g;  ///< potentials, in the unit of the costs; defined where a or b is 0 as well
  double epsilon = 0;   ///< in the unit of the costs
  double epsilon_of_mean_cost = 0;  ///< the same as a part of ⟨c, a ⊗ b⟩
  double transport_cost = 0;        ///< ⟨c, π⟩ of the plan that was reached
  double relative_entropy = 0;      ///< KL(π ‖ a ⊗ b)
  /// ⟨f, a⟩ + ⟨g, b⟩ − ε (|π| − 1): at most OT_ε, converged or not (weak duality).
  double dual = 0;
  /// At least OT_ε: the objective of π made feasible (Altschuler, Weed and Rigollet 2017, algorithm 2: rows
  /// and columns cut to their marginals, what is missing added as a product).
  double upper = 0;
  double gap() const { return upper - dual; }
  double residual = 0;  ///< Σ|π1 − a|; Σ|πᵀ1 − b| is rounding, as columns come last
  Status status = Status::budget;
  Index iterations = 0;
  std::vector<SinkhornRecord> history;  ///< the first 16 sweeps, then every 16th
};

/// In exact arithmetic the residual never rises, and falls at the rate of the kernel's contraction: at the
/// end by the square of the maximal correlation of the optimal plan a sweep, and by tanh²(max|c − c'|/4ε) at
/// least in Hilbert's metric (Franklin and Lorenz 1989, theorem 4; c − c' the mixed differences c_ij + c_kl −
/// c_il − c_kj). `stalled`: fifty sweeps without a new lowest residual, and that one no more than the
/// rounding of the exponents.
///
/// Source: Cuturi 2013; Peyré and Cuturi 2019, section 4.4 for the logarithms.
///
/// Throws InvalidArgument unless a and b are finite and ≥ 0, one a row (column), of mass 1 to 1e-6 (by which
/// they are divided), ε finite and > 0, iterations ≥ 1, tolerance within (0, 1), reduction within (0, 1].
EntropicTransport sinkhorn(const TransportCost& cost, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b,
                           const SinkhornPlan& plan = {});

/// Between densities of mass 1 on a grid, c = |x − y|². Throws as checked_density and the above do.
EntropicTransport sinkhorn(const Grid& grid, const ConstValues& mu, const ConstValues& nu,
                           const SinkhornPlan& plan = {});

/// Between points of equal weights, c = |x − y|².
EntropicTransport sinkhorn(const ConstBlock& x, const ConstBlock& y, const SinkhornPlan& plan = {});

}  // namespace kolmo::transport
