#include "four_roads/problem/truncation.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/comparison/quantity_table.hpp"
#include "kolmo/fokker_planck/operator/projection.hpp"

namespace kolmo::four_roads {
namespace {

/// `beyond`: how far it goes on behind the wall, at most.
void add_wall(double last, double next, double highest, double beyond, const Axis& axis,
              Truncation& truncation) {
  if (!(last > 0)) return;
  const double ratio = last / next;  // infinite where the cell before the wall holds nothing
  const bool falls = ratio < 1;
  const double tail = falls ? last * axis.width() * ratio / (1 - ratio) : last * (axis.upper - axis.lower);
  truncation.mass += falls ? std::min(tail, last * beyond) : tail;
  if (ratio > 0 && std::isfinite(ratio)) {
    truncation.largest_slope = std::max(truncation.largest_slope, std::abs(std::log(ratio)) / axis.width());
  }
  truncation.log_fall = std::max(truncation.log_fall, std::log(highest) - std::log(last));
}

}  // namespace

Truncation truncation_of(const Grid& grid, const Eigen::ArrayXd& p, const FiniteStretch& stretch,
                         const std::function<bool(Index, int)>& wall) {
  Truncation truncation;
  for (Index k = 0; k < grid.dimension(); ++k) {
    const Eigen::ArrayXd marginal = fokker_planck::marginal(grid, p, k);
    const Index n = marginal.size();
    const double highest = marginal.maxCoeff();
    const Axis& axis = grid.axis(k);
    if (!wall || !wall(k, 0))
      add_wall(marginal(0), marginal(1), highest, axis.lower - stretch.lower, axis, truncation);
    if (!wall || !wall(k, 1))
      add_wall(marginal(n - 1), marginal(n - 2), highest, stretch.upper - axis.upper, axis, truncation);
  }
  truncation.mass = std::min(truncation.mass, 1.0);
  return truncation;
}

double truncation_budget(const Problem& problem, const Truncation& truncation, const std::string& name,
                         double value) {
  return 2 * truncation.mass * quantity(name).per_mass({problem, truncation, value});
}

double truncation_budget_of_distance(const Problem& problem, const Truncation& truncation,
                                     const std::string& name) {
  return 2 * truncation.mass * distance_per_mass(problem, name);
}

}  // namespace kolmo::four_roads
