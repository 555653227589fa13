#include "fokker_planck_convergence/double_well.hpp"

#include <cmath>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;
using fokker_planck::Generator;

constexpr double end_time = 0.25;
constexpr Index fine_cells = 34020;

std::shared_ptr<const process::OverdampedLangevin> well(double temperature) {
  return std::make_shared<process::OverdampedLangevin>(std::make_shared<density::DoubleWell>(), temperature);
}

Eigen::ArrayXd by_sdirk3(const process::Process& process, const Grid& grid, const Eigen::ArrayXd& start,
                         double t, Index steps) {
  const Generator generator = fokker_planck::scharfetter_gummel(process, grid);
  return fokker_planck::march(generator, fokker_planck::stepper("sdirk3"), start, {{0, t}, {steps}}).density;
}

Eigen::ArrayXd gaussian(const Grid& grid, double mean, double deviation) {
  return at_centres(density::gaussian_1d(mean, deviation), grid);
}

/// Every `ratio`-th value, that of the middle cell.
Eigen::ArrayXd thinned(const Eigen::ArrayXd& p, Index ratio) {
  Eigen::ArrayXd out(p.size() / ratio);
  for (Index i = 0; i < out.size(); ++i) out(i) = p(i * ratio + ratio / 2);
  return out;
}

struct FineSolutions {
  Eigen::ArrayXd fine, third;
};

FineSolutions fine_solutions() {
  const auto solve = [](Index cells) {
    const Grid grid({{-2, 2, cells}});
    return by_sdirk3(*well(1), grid, gaussian(grid, -0.5, 0.3), end_time, 1000);
  };
  return {solve(fine_cells), solve(fine_cells / 3)};
}

/// E X, E X², E cos X on [−3.2, 3.2].
Eigen::Array3d moments(Index cells, double t) {
  const Grid grid({{-3.2, 3.2, cells}});
  const Eigen::ArrayXd p = by_sdirk3(*well(1), grid, gaussian(grid, -0.5, 0.15), t, 2000);
  double cosine = 0;
  for (Index i = 0; i < cells; ++i) cosine += std::cos(grid.axis(0).centre(i)) * p(i) * grid.cell_volume();
  return {fokker_planck::raw_moment(grid, p, 0, 1), fokker_planck::raw_moment(grid, p, 0, 2),
          cosine / fokker_planck::mass(grid, p)};
}

void add_moments(double t, const Eigen::Array3d& expected, const std::string& when, Plan& plan) {
  const auto values = lazy([t]() -> Eigen::Array3d {
    const Eigen::ArrayXd coarse = moments(640, t), fine = moments(1280, t);
    return fokker_planck::extrapolate({coarse, fine}).value;
  });
  const char* names[] = {"mean", "square", "cosine"};
  for (Index k = 0; k < 3; ++k) {
    plan.checks.push_back({std::string("reference_") + names[k] + "_" + when, [=] {
                             return value_check(expected(k), values->get()(k), 1e-7,
                                                "data/reference/h_strong_weak.json",
                                                "extrapolated from 640 and 1280 cells");
                           }});
  }
}

}  // namespace

ProblemPtr double_well_problem(const RunSettings& settings) {
  GridProblem problem;
  problem.title = "The double well";
  problem.statement =
      "dX = -4 X (X^2 - 1) dt + sqrt(2) dW between walls at -2 and 2 from N(-0.5, 0.3^2), to t = 0.25";
  problem.process = well(1);
  problem.domain = {{-2, 2}};
  problem.end_time = end_time;
  const auto solutions = lazy(fine_solutions);
  problem.law = [solutions](const Grid& grid, double t) -> Eigen::ArrayXd {
    if (t == 0) return gaussian(grid, -0.5, 0.3);
    const Index ratio = fine_cells / grid.cells();
    const Eigen::ArrayXd fine = thinned(solutions->get().fine, ratio);
    return fine + (fine - thinned(solutions->get().third, ratio / 3)) / 8;
  };
  const std::vector<Index> cells{108, 140, 180, 252, 324, 420};
  const auto levels = std::min<std::ptrdiff_t>(settings.levels.line, 6);
  problem.cells.assign(cells.begin(), cells.begin() + levels);
  problem.joint_cells.assign(cells.begin(), cells.begin() + std::min<std::ptrdiff_t>(levels, 5));
  problem.coarsest_steps = 27;
  problem.coarsest_steps_squared = 27 * 27;
  return std::make_shared<GridProblem>(std::move(problem));
}

void add_references(Plan& plan) {
  add_moments(0.25, {-0.566772482649383, 0.7205108986163715, 0.6747865585233139}, "t_0.25", plan);
  add_moments(3, {-0.07388408895357684, 0.8327454796277833, 0.6264446695566451}, "t_3", plan);
  struct Gap {
    const char* name;
    double temperature, value;
  };
  for (const Gap& gap : {Gap{"gap_T_1", 1, 0.7486816723483979}, Gap{"gap_T_0.5", 0.5, 0.22727330100864876},
                         Gap{"gap_T_0.1", 0.1, 7.835709200e-5}}) {
    plan.checks.push_back({std::string("reference_") + gap.name, [gap] {
                             const auto process = well(gap.temperature);
                             const auto values = fokker_planck::extrapolated_eigenvalues(
                                 [&](Index cells) {
                                   return fokker_planck::scharfetter_gummel(*process, Grid({{-3, 3, cells}}));
                                 },
                                 500, 1, 3);
                             return value_check(gap.value, values.value(0), 1e-7 * gap.value,
                                                "data/reference/c_stationary.json", "500, 1000, 2000 cells");
                           }});
  }
}

}  // namespace kolmo::fokker_planck_convergence
