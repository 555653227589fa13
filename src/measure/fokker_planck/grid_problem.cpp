#include "kolmo/measure/fokker_planck/grid_problem.hpp"

#include <cmath>

namespace kolmo::measure {

using fokker_planck::Discretisation;
using fokker_planck::Generator;

Grid grid_of(const GridProblem& problem, Index cells) {
  std::vector<Axis> axes;
  for (const auto& [lower, upper] : problem.domain) axes.push_back({lower, upper, cells});
  return Grid(axes);
}

Generator generator_of(const GridProblem& problem, const Discretisation& discretisation, Index cells) {
  return discretisation.build(*problem.process, grid_of(problem, cells), {problem.boundaries});
}

double cell_peclet(const GridProblem& problem, Index cells) {
  const Generator fitted = generator_of(problem, fokker_planck::discretisation("chang_cooper"), cells);
  double largest = 0;
  for (Index axis = 0; axis < fitted.grid().dimension(); ++axis) {
    largest = std::max(largest, fitted.rates(axis).log_ratio.abs().maxCoeff());
  }
  return largest;
}

double claimed_space_order(const GridProblem& problem, const Discretisation& discretisation) {
  return problem.driftless ? 2 : discretisation.claim.order(Sense::space).value();
}

std::string pair_name(const std::string& stepper, const std::string& discretisation) {
  return stepper + "_" + discretisation;
}

Eigen::ArrayXd at_points(const density::Density& density, const Points& x) {
  Eigen::ArrayXd p(x.rows());
  density.log_density(x, p);
  for (double& value : p) value = std::exp(value);
  return p;
}

Eigen::ArrayXd at_centres(const density::Density& density, const Grid& grid) {
  return at_points(density, grid.centres());
}

}  // namespace kolmo::measure
