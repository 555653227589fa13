#pragma once
// Where two methods cost the same, and what their laws say of dimensions that were not run.

#include "dimension_scaling/gaussian_problem.hpp"
#include "dimension_scaling/ladder.hpp"

namespace kolmo::dimension_scaling {

/// error = C W^{−exponent}, log C with its standard error.
struct CostLaw {
  Estimate log_constant;
  double exponent;

  /// log of the work that reaches this accuracy.
  double log_work(double accuracy) const;
};

CostLaw cost_law(const Ladder& ladder);

/// log₁₀ of the accuracy at which both cost the same; NaN where there is none below 1 (the exponents are
/// equal, or particles are cheaper for every error that means something). The grid is cheaper for smaller
/// errors if its exponent is the larger one, else for larger errors.
Estimate crossover(const CostLaw& grid, const CostLaw& particles);

/// log C of dimensions 1, 2, 3, … `count`: the first three as measured, the others on the straight line
/// through them in the dimension, with its standard error (one degree of freedom).
std::vector<Estimate> continued(const std::vector<Estimate>& measured, Index count);

/// What was measured in one family of problems, one entry a dimension (from 1; from 2 where rotated).
struct Scaling {
  std::vector<Index> dimensions;
  std::vector<Ladder> grid_expectation, grid_density, particles, kernel;
};

/// The groups crossover_expectation (and crossover_density where kernels ran): log₁₀ ε on the dimensions
/// that were run.
void write_crossovers(const Scaling& scaling, io::Group& part);

/// The groups extrapolated_… of the product family: work and memory at three accuracies in 1 to 6
/// dimensions, crossovers too. Expectations by the product structure (grid: (1 + e₁)^d − 1; paths: (1 + v)^d
/// − 1), densities by straight lines.
void write_extrapolation(const Scaling& scaling, io::Group& part);

}  // namespace kolmo::dimension_scaling
