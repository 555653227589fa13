#pragma once
// W2 as the least action of a flow from one density to another (Benamou and Brenier).

#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/transport/status.hpp"

namespace kolmo::transport {

struct BenamouBrenierPlan {
  Index steps = 32;         ///< of time, from 0 to 1; at least 2
  Index iterations = 5000;  ///< at most
  double tolerance = 1e-3;  ///< of gap()/action
  double gamma = 1;         ///< step of the splitting, for a domain of length 1 and mass 1
  double relaxation = 1.9;  ///< within (0, 2)
};

/// The two bounds of the least action after an iteration.
struct DynamicRecord {
  Index iteration;
  double action, dual;  ///< of the flow, at least; of its potentials, at most
};

/// The flow of least action ∫∫|m|²/ρ dx dt with ∂ρ/∂t + ∇·m = 0, ρ(0) = μ, ρ(1) = ν, no flux through walls.
struct DynamicTransport {
  Eigen::ArrayXXd density;  ///< cells×(steps + 1), at t = k/steps; may be −rounding in vacuum
  std::vector<Eigen::ArrayXXd> momentum;  ///< along each axis, cells×steps, at t = (k + ½)/steps
  double action = 0;                      ///< ∫∫|m|²/ρ at the centres of space and time: W2² to O(h²)
  /// At most the least action of the discrete problem: the value of potentials made feasible.
  double dual = 0;
  double gap() const { return action - dual; }
  double continuity =
      0;  ///< greatest |Δρ/Δt + ∇·m| of `density`, over the greatest density (unit of time: 1)
  double mismatch =
      0;  ///< greatest difference between the centred density and the mean of `density`, likewise
  double minimum = 0;                         ///< of `density`
  double wall_mass_mu = 0, wall_mass_nu = 0;  ///< mass in the cells at the walls
  Status status = Status::budget;
  Index iterations = 0;
  std::vector<DynamicRecord> history;  ///< every 20th iteration
};

/// By Douglas and Rachford's splitting on a staggered grid of space and time: ρ on the faces across time, m
/// on those across space, centred fields as their means. One operator keeps ∂ρ/∂t + ∇·m = 0 by Poisson's
/// equation in space and time (cosine transforms), one makes |m|²/2ρ small, point by point (a cubic), one
/// keeps the centred fields the means of the staggered ones (a tridiagonal system a line). The continuity
/// equation holds to rounding in every iterate, so that it says nothing of convergence: the gap does.
///
/// One or two axes. `stalled`: iterates change by rounding alone. Cost an iteration: two cosine transforms of
/// cells·steps numbers and a few passes.
///
/// Source: Papadakis, Peyré and Oudet 2014, section 4.
///
/// Throws InvalidArgument for densities that checked_density refuses, grids of three axes, steps < 2,
/// iterations < 1, a tolerance outside (0, 1), gamma that is not > 0, relaxation outside (0, 2).
DynamicTransport benamou_brenier(const Grid& grid, const ConstValues& mu, const ConstValues& nu,
                                 const BenamouBrenierPlan& plan = {});

}  // namespace kolmo::transport
