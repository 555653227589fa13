#pragma once
// Flows in the plane whose end is known, and the schemes that follow them: every JKO step, and finite
// volumes.

#include <functional>
#include <string>
#include <vector>

#include "kolmo/core/grid.hpp"

namespace kolmo::wasserstein_flow {

/// The gradient flow of T∫ρ log ρ + ∫ρV + ½∫∫W(x − y)ρρ from N(mean, deviation² 1) until `end`, on
/// [−half_width, half_width]².
struct PlaneFlow {
  std::string name, potential, interaction;  ///< empty for none
  /// A potential of which the flow from this start is the same: V, or with W = |x|² that about the mean,
  /// which stays.
  std::string as_diffusion;
  double temperature, mean_x, mean_y, deviation, end, half_width;
};

/// Four wells, and attraction against diffusion.
const std::vector<PlaneFlow>& plane_flows();

/// A density, one a cell.
struct PlaneDensity {
  Grid grid;
  Eigen::ArrayXd values;
};

/// The law at the end, as averages over 4·cells cells an axis: the Gaussian where it is one, else by finite
/// volumes in 512 steps of second order.
PlaneDensity law_at_end(const PlaneFlow& flow, Index cells);

/// ∫|ρ − exact|, the exact averages taken together to the cells of ρ, which are a whole number of them wide.
double l1_distance(const PlaneDensity& rho, const PlaneDensity& exact);

struct PlaneRun {
  PlaneDensity density;
  double updates;  ///< of a cell: cells × iterations of all steps
};

struct PlaneScheme {
  std::string name, source;
  double order;  ///< in τ
  int fewest;    ///< steps of its study, which takes twice and four times as many too
  bool takes_interactions;
  std::function<PlaneRun(const PlaneFlow&, Index cells, int steps)> run;
};

/// back_and_forth, midpoint, monge_ampere, entropic, dynamic, finite volumes of order 1 and 2.
const std::vector<PlaneScheme>& plane_schemes();

}  // namespace kolmo::wasserstein_flow
