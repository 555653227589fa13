#include "four_roads/walls.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/fokker_planck/operator/projection.hpp"

namespace kolmo::four_roads {
namespace {

void add_wall(double last, double next, const Axis& axis, Walls& walls) {
  if (!(last > 0)) return;
  const double ratio = last / next;  // infinite where the cell before the wall holds nothing
  const bool falls = ratio < 1;
  walls.mass += falls ? last * axis.width() * ratio / (1 - ratio) : last * (axis.upper - axis.lower);
  if (ratio > 0 && std::isfinite(ratio)) {
    walls.largest_slope = std::max(walls.largest_slope, std::abs(std::log(ratio)) / axis.width());
  }
  walls.log_density = std::max(walls.log_density, std::abs(std::log(last)));
}

double largest_potential(const Problem& problem) {
  const auto structure = problem.intrinsic->gradient_structure();
  if (!structure || problem.dimension() != 1) return 0;
  Points ends(2, 1);
  ends << problem.domain[0].lower, problem.domain[0].upper;
  Eigen::ArrayXd v(2);
  structure->potential->value(ends, v);
  return v.abs().maxCoeff();
}

}  // namespace

Walls walls_of(const Grid& grid, const Eigen::ArrayXd& p) {
  Walls walls;
  for (Index k = 0; k < grid.dimension(); ++k) {
    const Eigen::ArrayXd marginal = fokker_planck::marginal(grid, p, k);
    const Index n = marginal.size();
    add_wall(marginal(0), marginal(1), grid.axis(k), walls);
    add_wall(marginal(n - 1), marginal(n - 2), grid.axis(k), walls);
  }
  walls.mass = std::min(walls.mass, 1.0);
  return walls;
}

double wall_budget(const Problem& problem, const Walls& walls, const std::string& name) {
  double reach = 1;
  for (const Axis& axis : problem.domain)
    reach = std::max({reach, std::abs(axis.lower), std::abs(axis.upper)});
  const auto starts = [&](const char* prefix) { return name.starts_with(prefix); };
  double per_mass = 1;  // probabilities and KS
  if (starts("mean") || starts("w1")) per_mass = 2 * reach;
  if (starts("second") || starts("covariance")) per_mass = 2 * reach * reach;
  if (starts("fourth")) per_mass = 2 * std::pow(reach, 4);
  if (starts("energy")) per_mass = 2 * std::sqrt(reach);  // √ED = (2 ∫(F − G)²)^{1/2} ≤ (2 · 2 reach)^{1/2} ε
  if (starts("entropy")) per_mass = 1 + walls.log_density;
  if (starts("potential")) per_mass = 2 * largest_potential(problem);
  if (starts("fisher")) per_mass = 2 * walls.largest_slope * walls.largest_slope;
  if (starts("free_energy")) {
    const double temperature = problem.intrinsic->gradient_structure()->temperature;
    per_mass = 2 * largest_potential(problem) + temperature * (1 + walls.log_density);
  }
  return 2 * walls.mass * per_mass;
}

}  // namespace kolmo::four_roads
