#pragma once
// Flows on the line whose end is known, and the schemes that follow them: every JKO step, and finite volumes.

#include <functional>
#include <string>
#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/core/statistics/law_1d.hpp"

namespace kolmo::wasserstein_flow {

/// dX = −V′ dt + √(2T) dW from N(mean, deviation²) until `end`.
struct LineFlow {
  std::string name, potential;
  double temperature, mean, deviation, end;
  double half_width;  ///< of the domain of grids, [−half_width, half_width], beyond which the law has < 1e-9
};

/// Heat, an Ornstein–Uhlenbeck process, a double well.
const std::vector<LineFlow>& line_flows();

/// The law at the end: the Gaussian where it is one, else by finite volumes on four times as many cells and
/// in 1000 steps.
Law1D law_at_end(const LineFlow& flow, Index cells);

/// What a scheme makes of a flow in so many equal steps.
struct LineRun {
  Law1D law;
  double updates;  ///< of a cell: cells × iterations of all steps; cells² an iteration where all pairs meet
};

struct LineScheme {
  std::string name, source;
  double order;          ///< in τ
  int levels;            ///< of its study: 4, 8, … steps
  bool without_longest;  ///< whether the fit leaves steps of end/4 out, where the order is not yet seen
  std::function<LineRun(const LineFlow&, Index cells, int steps)> run;
};

/// quantile, quantile_bdf2, back_and_forth, midpoint, entropic (ε = 2τ² L²…), finite volumes of order 1
/// and 2.
const std::vector<LineScheme>& line_schemes();

}  // namespace kolmo::wasserstein_flow
