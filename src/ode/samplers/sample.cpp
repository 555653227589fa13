// The loop over an ensemble's blocks, and the budget of evaluations.

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/uneven.hpp"
#include "kolmo/ode/samplers/sampler.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"

namespace kolmo::ode {

SamplingReport sample(const SamplerEntry& sampler, const SamplingGrid& grid, const process::ScoreField& score,
                      const RandomStream& stream, Points& x, const SamplerOptions& options) {
  const Index dimension = grid.clock->process().dimension();
  require(score.dimension() == dimension, "dimension of the score", static_cast<double>(score.dimension()),
          "must be that of the clock's process");
  require(x.cols() == dimension, "columns of the ensemble", static_cast<double>(x.cols()),
          "must be the dimension of the score");
  const SamplingProgram program = sampler.program(grid, options);
  const NoiseSource noise = [&](Index step, Index first, Index draw, double amplitude, Block y) {
    stream.add_normals(first, static_cast<std::uint32_t>(step), amplitude, y,
                       static_cast<std::uint32_t>(draw * dimension));
  };
  for_each_uneven_block(x.rows(), [&](Index, Index first, Index rows) {
    run_program(program, score, noise, sampler.claim.name, first, x.middleRows(first, rows));
  });
  return {grid.steps(), program.evaluations()};
}

Index steps_within(const SamplerEntry& sampler, Index budget, bool to_data, const SamplerOptions& options) {
  // How many evaluations a program has does not depend on the process: any will do.
  static const auto clock = std::make_shared<const LogSnrClock>(
      std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 1), 1e-3, 1.0);
  const auto evaluations = [&](Index steps) {
    return sampler.program(sampling_grid(clock, find_grid_rule("log_time"), steps, to_data), options)
        .evaluations();
  };
  require(budget >= 1 && evaluations(1) <= budget, "budget of evaluations", static_cast<double>(budget),
          "must be enough for one step of " + sampler.claim.name);
  Index fits = 1, too_many = budget + 1;
  while (too_many - fits > 1) {
    const Index middle = fits + (too_many - fits) / 2;
    (evaluations(middle) <= budget ? fits : too_many) = middle;
  }
  return fits;
}

}  // namespace kolmo::ode
