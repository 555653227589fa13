#include "wasserstein_flow/experiment.hpp"

#include "frame/definition.hpp"
#include "wasserstein_flow/parts.hpp"
#include "wasserstein_flow/schema.hpp"

namespace kolmo::wasserstein_flow {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Index cells = configuration.integer("cells"), line_cells = configuration.integer("line_cells");
  const Index energy_cells = configuration.integer("energy_cells");
  return frame::chosen(configuration, "run.parts",
                       {{"gaussian", [=] { return gaussian_plan(line_cells); }},
                        {"porous_medium", [=] { return porous_medium_plan(cells); }},
                        {"line", [=] { return line_plan(line_cells); }},
                        {"plane", [=] { return plane_plan(energy_cells); }}});
}

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "wasserstein_flow",
       .question = "Do steps of minimising movements follow the flow, and at which order?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .parts = parts});
}

}  // namespace kolmo::wasserstein_flow
