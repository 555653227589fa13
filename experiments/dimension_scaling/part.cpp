#include "dimension_scaling/part.hpp"

#include <algorithm>
#include <cmath>

#include "dimension_scaling/crossover.hpp"
#include "dimension_scaling/grid_ladder.hpp"
#include "dimension_scaling/particle_ladder.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::dimension_scaling {
namespace {

std::vector<Index> dimensions_of(const std::string& family) {
  return family == "product" ? std::vector<Index>{1, 2, 3} : std::vector<Index>{2, 3};
}

/// Axes that commute and are alike: the relative error of space in d dimensions is (1 + e₁)^d − 1 (steps by
/// the exponential, to 1e−12 each).
void judge_product_structure(const Sizes& sizes, frame::Findings& findings) {
  const Index cells = std::max<Index>(24, sizes.finest[2] / 4);
  const auto error = [&](Index d) {
    return run_grid(product_problem(d), cells, cells / 2, "exponential_krylov").expectation;
  };
  const double one = error(1);
  for (const Index d : {2, 3}) {
    findings.number({"product_structure_" + number_text(d) + "d",
                     std::pow(1 + one, static_cast<double>(d)) - 1, error(d), 1e-10, "(1 + e_1)^d - 1",
                     "what larger dimensions are extrapolated by"});
  }
}

/// √n · (root mean square error) is the deviation of one path, in closed form.
void judge_deviation(const Ladder& ladder, const GaussianProblem& problem, const Settings& settings,
                     frame::Findings& findings) {
  const Estimate constant = log_constant(ladder);
  findings.number({"deviation_" + number_text(problem.dimension()) + "d",
                   std::log(problem.relative_deviation()), constant.value,
                   settings.z * constant.standard_error, "log of the deviation of one path, closed form", "",
                   constant.standard_error});
}

/// The straight line through dimensions 1 and 2 finds 3 within a factor of 1.5.
void judge_lines(const Scaling& scaling, frame::Findings& findings) {
  const auto judge = [&](const std::string& name, const std::vector<Estimate>& constants) {
    findings.number({name, 2 * constants[1].value - constants[0].value, constants[2].value, std::log(1.5),
                     "straight line through 1 and 2 dimensions",
                     "log of the constant in 3 dimensions, to a factor of 1.5"});
  };
  std::vector<Estimate> grid, kernel;
  for (std::size_t k = 0; k < 3; ++k) {
    const CostLaw law = cost_law(scaling.grid_density[k]);
    grid.push_back({law.log_constant.value + law.exponent * std::log(2.0), 0});
    kernel.push_back(log_constant(scaling.kernel[k]));
  }
  judge("grid_density_line", grid);
  judge("kernel_density_line", kernel);
}

}  // namespace

std::vector<std::string> family_check_names(const std::string& family) {
  std::vector<std::string> names;
  const bool product = family == "product";
  for (const Index d : dimensions_of(family)) {
    const std::string dimension = number_text(d) + "d";
    names.push_back("order/expectation_" + dimension + "_grid");
    names.push_back("order/density_" + dimension + "_grid");
    names.push_back("order/expectation_" + dimension + "_particles");
    if (!product) continue;
    names.push_back("order/density_" + dimension + "_kernel");
    names.push_back("deviation_" + dimension);
  }
  if (product) {
    for (const char* name :
         {"product_structure_2d", "product_structure_3d", "grid_density_line", "kernel_density_line"})
      names.push_back(name);
  }
  return names;
}

void family_part(const std::string& family, const Sizes& sizes, const Settings& settings,
                 frame::Findings& findings, frame::Progress& progress) {
  const bool product = family == "product";
  findings.group().attribute("title", product ? "Every axis the same" : "Axes turned against the grid");
  Scaling scaling{dimensions_of(family), {}, {}, {}, {}};
  progress.start(static_cast<double>(scaling.dimensions.size()) * (product ? 3 : 2), family);
  for (const Index d : scaling.dimensions) {
    const auto k = static_cast<std::size_t>(d - 1);
    const GaussianProblem problem = product ? product_problem(d) : rotated_problem(d);
    GridLadders grid = grid_ladders(problem, sizes.finest[k], settings, progress);
    progress.advance(1);
    judge_ladder(grid.expectation, settings, findings);
    judge_ladder(grid.density, settings, findings);
    scaling.grid_expectation.push_back(std::move(grid.expectation));
    scaling.grid_density.push_back(std::move(grid.density));
    scaling.particles.push_back(expectation_ladder(problem, sizes.repeats, settings, family, progress));
    progress.advance(1);
    judge_ladder(scaling.particles.back(), settings, findings);
    if (!product) continue;
    judge_deviation(scaling.particles.back(), problem, settings, findings);
    scaling.kernel.push_back(
        kernel_ladder(problem, sizes.density_repeats[k], sizes.largest_sample, settings, family, progress));
    progress.advance(1);
    judge_ladder(scaling.kernel.back(), settings, findings);
  }
  progress.finish();
  write_crossovers(scaling, findings.group());
  if (!product) return;
  judge_product_structure(sizes, findings);
  judge_lines(scaling, findings);
  write_extrapolation(scaling, findings.group());
}

}  // namespace kolmo::dimension_scaling
