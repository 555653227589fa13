#include "optimal_transport/experiment.hpp"

#include "optimal_transport/parts.hpp"
#include "optimal_transport/schema.hpp"

namespace kolmo::optimal_transport {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes{configuration.integer("cells"), configuration.integer("disk_cells"),
                    configuration.integer("points"), configuration.integer("flow_cells"),
                    configuration.integer("paths")};
  return frame::chosen(configuration, "run.parts",
                       {{"points", [=] { return points_plan(sizes); }},
                        {"pieces", [] { return pieces_plan(); }},
                        {"products", [=] { return products_plan(sizes); }},
                        {"disk", [=] { return disk_plan(sizes); }},
                        {"entropic", [] { return entropic_plan(); }},
                        {"least_action", [=] { return least_action_plan(sizes); }},
                        {"bridge", [=] { return bridge_plan(sizes); }},
                        {"paths", [] { return paths_plan(); }}});
}

frame::Experiment experiment() {
  frame::Experiment experiment;
  experiment.name = "optimal_transport";
  experiment.question = "How far apart are two densities, and how would one know?";
  experiment.schema = schema();
  experiment.default_configuration = default_configuration();
  frame::set_parts(experiment, parts);
  return experiment;
}

}  // namespace kolmo::optimal_transport
