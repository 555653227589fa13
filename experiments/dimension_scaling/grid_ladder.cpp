#include "dimension_scaling/grid_ladder.hpp"

#include <chrono>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/verify/error_norms.hpp"

namespace kolmo::dimension_scaling {
namespace {

Eigen::ArrayXd exact_density(const GaussianProblem& problem, const Points& centres) {
  Eigen::ArrayXd p(centres.rows());
  problem.law().log_density(centres, p);
  for (double& value : p) value = std::exp(value);
  return p;
}

}  // namespace

GridRun run_grid(const GaussianProblem& problem, Index cells, Index steps, const std::string& stepper) {
  const Axis axis{-problem.reach, problem.reach, cells};
  const Grid grid(std::vector<Axis>(static_cast<std::size_t>(problem.dimension()), axis));
  const auto generator = fokker_planck::scharfetter_gummel(*problem.process, grid);
  const Eigen::ArrayXd p = fokker_planck::march(generator, fokker_planck::stepper(stepper),
                                                fokker_planck::initial_density(problem.start(), grid).density,
                                                {{0, problem.end}, {steps}})
                               .density;
  const Points centres = grid.centres();
  Eigen::ArrayXd values(grid.cells());
  smooth_functional(centres, values);
  const double mean = dot(values.data(), p.data(), p.size()) * grid.cell_volume();
  return {static_cast<double>(grid.cells()) * static_cast<double>(steps), mean / problem.expectation() - 1,
          verify::error_norms(grid, p, exact_density(problem, centres)).l1};
}

GridLadders grid_ladders(const GaussianProblem& problem, Index finest, const Settings& settings,
                         frame::Progress& progress) {
  const Index d = problem.dimension();
  const std::string dimension = number_text(d) + "d";
  const double exponent = 2.0 / static_cast<double>(d + settings.dimension_shift + 1);
  const Ladder common{.quantity = "",
                      .dimension = dimension,
                      .method = "grid",
                      .long_name = "",
                      .work_unit = "cell-steps",
                      .exponent = exponent,
                      .next_term = exponent,
                      .source = "O(h^2) with time steps in proportion to h, work h^-(d+1)"};
  GridLadders ladders{common, common};
  ladders.expectation.quantity = "expectation";
  ladders.expectation.long_name = "relative error of E exp(-|x|^2/2)";
  ladders.density.quantity = "density";
  ladders.density.long_name = "L1 error of the density";
  double seconds = 0, steps = 0;
  for (const Index part_of_20 : {10, 12, 14, 16, 20}) {
    const auto begin = std::chrono::steady_clock::now();
    const Index cells = finest * part_of_20 / 20;
    const GridRun run = run_grid(problem, cells, cells / settings.cells_a_step, settings.stepper);
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    steps += run.work;
    ladders.expectation.work.push_back(run.work);
    ladders.expectation.errors.push_back({run.expectation, 0});
    ladders.density.work.push_back(run.work);
    ladders.density.errors.push_back({run.density, 0});
    throw_if_stopped();
  }
  progress.record({dimension + "/grid: cell-steps", seconds, steps});
  return ladders;
}

}  // namespace kolmo::dimension_scaling
