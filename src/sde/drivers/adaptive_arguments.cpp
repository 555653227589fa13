#include "adaptive_arguments.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "backward_process.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/process/structure/noise_of_time_alone.hpp"

namespace kolmo::sde {
namespace {

void validate_times(std::vector<double> times, bool backward) {
  if (backward) std::reverse(times.begin(), times.end());
  Schedule{times, std::vector<Index>(std::max<std::size_t>(times.size(), 1) - 1, 1)}.validate(1);
  require(static_cast<Index>(times.size()) <= BrownianTree::trees_largest, "number of times",
          static_cast<double>(times.size()), "must be at most 2^14");
}

void validate_scheme(const process::Process& process, const SdeScheme& scheme) {
  const auto suits = [&](const SdeScheme& one) {
    return one.can_step(process) && one.estimates_error() &&
           one.path_detail(process) == PathDetail::space_time_area;
  };
  require(process.noise_dimension() <= BrownianTree::components_largest, "noise dimension",
          static_cast<double>(process.noise_dimension()), "must be at most 2^10");
  if (suits(scheme)) return;
  if (!process::has_additive_noise(process) && process.noise_kind() != process::NoiseKind::diagonal &&
      process.noise_dimension() > 1) {
    throw InvalidArgument(
        "process '" + process.name() +
        "': adaptive steps do not take several Brownian motions whose matrix depends on the state. Their "
        "error "
        "is that of the Lévy areas of a step, which the Brownian tree cannot split where a step is rejected: "
        "take fixed steps (simulate), with milstein for paths and dri1 for expectations");
  }
  std::string names;
  for (const SdeScheme* other : schemes()) {
    if (suits(*other)) names += (names.empty() ? "" : ", ") + other->claim().name;
  }
  throw InvalidArgument(
      "scheme = '" + scheme.claim().name + "': adaptive steps need one that accepts process '" +
      process.name() +
      "', estimates its error and sees ΔW and ΔZ: " + (names.empty() ? "there is none" : names));
}

void validate_tolerance(const std::vector<double>& tolerance, const std::string& name, Index dimension) {
  const auto count = static_cast<Index>(tolerance.size());
  require(count == 1 || count == dimension, "number of entries in " + name, static_cast<double>(count),
          "must be 1 or the dimension of the process");
  for (const double value : tolerance)
    require(std::isfinite(value) && value >= 0, name, value, "must be finite and not negative");
}

void validate_options(const StepSizeOptions& options, Index dimension) {
  validate_tolerance(options.absolute, "absolute", dimension);
  validate_tolerance(options.relative, "relative", dimension);
  for (Index j = 0; j < dimension; ++j) {
    require(tolerance_at(options.absolute, j) + tolerance_at(options.relative, j) > 0, "absolute",
            tolerance_at(options.absolute, j), "must be positive where `relative` is 0");
  }
  require(options.target > 0 && options.target < 1, "target", options.target, "must lie between 0 and 1");
  require(options.factor_smallest > 0 && options.factor_smallest < 1, "factor_smallest",
          options.factor_smallest, "must lie between 0 and 1");
  require(options.factor_largest > 1 && std::isfinite(options.factor_largest), "factor_largest",
          options.factor_largest, "must be larger than 1 and finite");
  require(options.first_step >= 0 && std::isfinite(options.first_step), "first_step", options.first_step,
          "must be positive and finite, or 0 for one that is chosen");
  require(options.largest_step > 0, "largest_step", options.largest_step, "must be positive");
}

}  // namespace

void validate(const AdaptiveSimulation& simulation) {
  validate_times(simulation.times, runs_backward(simulation));
  require(simulation.particles >= 1 && simulation.particles <= BrownianTree::particles_largest, "particles",
          static_cast<double>(simulation.particles), "must be between 1 and 2^32");
  validate_options(simulation.options, simulation.process.dimension());
  process::require_noise_dimension(simulation.process);
  if (runs_backward(simulation)) BackwardProcess::validate(simulation.process);
  validate_scheme(simulation.process, simulation.scheme);
  for (Index k = 0; k + 1 < static_cast<Index>(simulation.times.size()); ++k) simulation.tree(k);
}

}  // namespace kolmo::sde
