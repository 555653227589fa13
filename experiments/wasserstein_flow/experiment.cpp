#include "wasserstein_flow/experiment.hpp"

#include "frame/definition.hpp"
#include "frame/problem/free_name.hpp"
#include "kolmo/io/errors.hpp"
#include "wasserstein_flow/own_flow.hpp"
#include "wasserstein_flow/parts.hpp"
#include "wasserstein_flow/schema.hpp"

namespace kolmo::wasserstein_flow {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Index cells = configuration.integer("cells"), line_cells = configuration.integer("line_cells");
  const Index scheme_cells = configuration.integer("scheme_cells");
  const Index energy_cells = configuration.integer("energy_cells");
  std::vector<frame::Part> all = {{"gaussian", [=] { return gaussian_plan(line_cells); }},
                                  {"porous_medium", [=] { return porous_medium_plan(cells); }},
                                  {"porous_line", [=] { return porous_line_plan(line_cells); }},
                                  {"line", [=] { return line_plan(line_cells); }},
                                  {"plane", [=] { return plane_plan(energy_cells); }},
                                  {"blobs", [] { return blobs_plan(); }},
                                  {"schemes", [=] { return schemes_plan(scheme_cells); }},
                                  {"plane_schemes", [=] { return plane_schemes_plan(energy_cells / 2); }}};
  std::vector<frame::Part> own;
  for (const std::string& name : configuration.names("flow")) {
    frame::require_free_name(configuration, "flow", name, all);
    own.push_back({name, [=] { return own_flow_plan(configuration, name); }});
  }
  if (!own.empty() && !configuration.has("run.parts")) return own;
  all.insert(all.end(), own.begin(), own.end());
  return frame::chosen(configuration, "run.parts", all);
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
