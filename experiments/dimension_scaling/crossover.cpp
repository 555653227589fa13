#include "dimension_scaling/crossover.hpp"

#include <cmath>
#include <limits>

namespace kolmo::dimension_scaling {
namespace {

constexpr Index last_dimension = 6;
const std::vector<double> accuracies{1e-2, 1e-3, 1e-4};

/// n of W = n^d · n/2, from the work.
double log_cells(double log_work, Index dimension) {
  return (log_work + std::log(2.0)) / static_cast<double>(dimension + 1);
}

/// Of error = c n^{−2} the same law in the work.
CostLaw grid_law(const Estimate& log_c, Index dimension) {
  const double exponent = 2 / static_cast<double>(dimension + 1);
  return {{log_c.value - exponent * std::log(2.0), log_c.standard_error}, exponent};
}

/// log c of error = c n^{−2}, from a law in the work.
Estimate constant_in_cells(const CostLaw& law) {
  return {law.log_constant.value + law.exponent * std::log(2.0), law.log_constant.standard_error};
}

void write_crossover(const std::vector<double>& dimensions, const std::vector<CostLaw>& grid,
                     const std::vector<CostLaw>& particles, io::Group& group) {
  const auto n = static_cast<Index>(dimensions.size());
  Eigen::ArrayXd accuracy(n), spread(n), work(n);
  for (Index i = 0; i < n; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const Estimate found = crossover(grid[k], particles[k]);
    accuracy(i) = found.value;
    spread(i) = found.standard_error;
    work(i) = grid[k].log_work(std::pow(10, found.value)) / std::log(10.0);
  }
  group.scale("dimension", Eigen::Map<const Eigen::ArrayXd>(dimensions.data(), n), {"dimension", "1"});
  group.variable("log10_accuracy", {"dimension"}, accuracy,
                 {"log10 of the error at equal cost", "1", "", true});
  group.variable("log10_accuracy_standard_error", {"dimension"}, spread,
                 {"standard error of the same", "1", "", true});
  group.variable("log10_work", {"dimension"}, work, {"log10 of the work there", "1", "", true});
}

std::vector<CostLaw> laws(const std::vector<Ladder>& ladders) {
  std::vector<CostLaw> out;
  for (const Ladder& ladder : ladders) out.push_back(cost_law(ladder));
  return out;
}

/// Work and memory on (dimension, accuracy).
void write_costs(const std::vector<CostLaw>& grid, const std::vector<CostLaw>& particles, io::Group& group) {
  const auto m = static_cast<Index>(accuracies.size());
  Eigen::ArrayXXd grid_work(last_dimension, m), particle_work(last_dimension, m), bytes(last_dimension, m);
  for (Index d = 1; d <= last_dimension; ++d) {
    const auto k = static_cast<std::size_t>(d - 1);
    for (Index j = 0; j < m; ++j) {
      const double accuracy = accuracies[static_cast<std::size_t>(j)];
      const double log_work = grid[k].log_work(accuracy);
      grid_work(d - 1, j) = log_work / std::log(10.0);
      particle_work(d - 1, j) = particles[k].log_work(accuracy) / std::log(10.0);
      bytes(d - 1, j) =
          (static_cast<double>(d) * log_cells(log_work, d) + std::log(3.0 * 8.0)) / std::log(10.0);
    }
  }
  group.scale("accuracy", Eigen::Map<const Eigen::ArrayXd>(accuracies.data(), m), {"error", "1"});
  group.variable("log10_grid_work", {"dimension", "accuracy"}, grid_work,
                 {"log10 of the grid's work in cell-steps", "1"});
  group.variable("log10_particle_work", {"dimension", "accuracy"}, particle_work,
                 {"log10 of the particles' work in path-steps", "1"});
  group.variable("log10_grid_bytes", {"dimension", "accuracy"}, bytes,
                 {"log10 of the grid's memory in bytes, three densities", "1"});
  group.attribute("extrapolated_from_dimension", std::int64_t{4});
}

}  // namespace

double CostLaw::log_work(double accuracy) const {
  return (log_constant.value - std::log(accuracy)) / exponent;
}

CostLaw cost_law(const Ladder& ladder) { return {log_constant(ladder), ladder.exponent}; }

Estimate crossover(const CostLaw& grid, const CostLaw& particles) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const double g = 1 / grid.exponent, p = 1 / particles.exponent, ten = std::log(10.0);
  if (std::abs(g - p) < 1e-9) return {none, none};
  const double accuracy = (particles.log_constant.value * p - grid.log_constant.value * g) / (p - g) / ten;
  if (accuracy >= 0) return {none, none};
  return {accuracy,
          std::hypot(particles.log_constant.standard_error * p, grid.log_constant.standard_error * g) /
              std::abs(p - g) / ten};
}

std::vector<Estimate> continued(const std::vector<Estimate>& measured, Index count) {
  std::vector<Estimate> out = measured;
  const double first = measured[0].value, second = measured[1].value, third = measured[2].value;
  const double mean = (first + second + third) / 3, slope = (third - first) / 2;
  const double bend = first - 2 * second + third;
  const double scatter = std::abs(bend) / std::sqrt(6.0);  // root of the residuals' sum of squares
  for (Index d = 4; d <= count; ++d) {
    const double away = static_cast<double>(d - 2);
    out.push_back({mean + slope * away, scatter * std::sqrt(1 + 1.0 / 3 + away * away / 2)});
  }
  return out;
}

void write_crossovers(const Scaling& scaling, io::Group& part) {
  std::vector<double> dimensions(scaling.dimensions.begin(), scaling.dimensions.end());
  write_crossover(dimensions, laws(scaling.grid_expectation), laws(scaling.particles),
                  part.group("crossover_expectation"));
  if (scaling.kernel.empty()) return;
  write_crossover(dimensions, laws(scaling.grid_density), laws(scaling.kernel),
                  part.group("crossover_density"));
}

void write_extrapolation(const Scaling& scaling, io::Group& part) {
  std::vector<double> dimensions;
  std::vector<CostLaw> grid, particles, density, kernel;
  const Estimate one = constant_in_cells(cost_law(scaling.grid_expectation[0]));
  std::vector<Estimate> grid_constants, kernel_constants;
  for (std::size_t k = 0; k < 3; ++k) {
    grid_constants.push_back(constant_in_cells(cost_law(scaling.grid_density[k])));
    kernel_constants.push_back(log_constant(scaling.kernel[k]));
  }
  grid_constants = continued(grid_constants, last_dimension);
  kernel_constants = continued(kernel_constants, last_dimension);
  for (Index d = 1; d <= last_dimension; ++d) {
    const auto k = static_cast<std::size_t>(d - 1);
    const auto size = static_cast<double>(d);
    dimensions.push_back(size);
    grid.push_back(d <= 3 ? cost_law(scaling.grid_expectation[k])
                          : grid_law({one.value + std::log(size), one.standard_error}, d));
    particles.push_back({{std::log(product_problem(d).relative_deviation()), 0}, 0.5});
    density.push_back(grid_law(grid_constants[k], d));
    kernel.push_back({kernel_constants[k], 2 / (4 + size)});
  }
  io::Group& expectation = part.group("extrapolated_expectation");
  write_crossover(dimensions, grid, particles, expectation);
  write_costs(grid, particles, expectation);
  io::Group& densities = part.group("extrapolated_density");
  write_crossover(dimensions, density, kernel, densities);
  write_costs(density, kernel, densities);
}

}  // namespace kolmo::dimension_scaling
