// Samplers of one step: exponential Runge–Kutta methods on the clock λ.

#include <utility>

#include "kolmo/core/errors.hpp"
#include "operations.hpp"

namespace kolmo::ode {

SingleStepTable ddim_table(Prediction prediction) { return {prediction, {{1, {0}}}}; }

SingleStepTable dpm_2_table(Prediction prediction) { return {prediction, {{0.5, {0}}, {1, {1}}}}; }

SingleStepTable dpm_3_table(Prediction prediction) {
  return {prediction, {{1.0 / 3, {0}}, {2.0 / 3, {0, 1}}, {1, {0, 2}}}};
}

SamplerEntry single_step_sampler(Claim claim, SingleStepTable table) {
  require(!table.stages.empty() && table.stages.back().end == 1, "end of the last stage",
          table.stages.empty() ? 0 : table.stages.back().end, "must be 1");
  for (std::size_t i = 0; i < table.stages.size(); ++i) {
    for (const Index k : table.stages[i].through) {
      require(k >= 0 && k <= static_cast<Index>(i), "evaluation of a stage", static_cast<double>(k),
              "must be one of those before it");
    }
  }
  const auto program = [table = std::move(table)](const SamplingGrid& grid, const SamplerOptions& options) {
    SamplingProgram all{table.prediction, grid};
    for (Index n = 0; n < grid.steps(); ++n) {
      const auto& from = grid.nodes[static_cast<std::size_t>(n)];
      const auto& to = grid.nodes[static_cast<std::size_t>(n) + 1];
      std::vector<SamplingOperation> step = {evaluation(from)};
      const bool first_order = to.sigma == 0 || (options.last_of_first_order && n + 1 == grid.steps());
      if (first_order) {
        step.push_back(ddim_step(table.prediction, from, to));
      } else {
        append_single_step(table, *grid.clock, from, to, step);
      }
      all.steps.push_back(std::move(step));
    }
    return all;
  };
  return {std::move(claim), false, program};
}

}  // namespace kolmo::ode
