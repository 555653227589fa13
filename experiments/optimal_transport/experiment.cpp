#include "optimal_transport/experiment.hpp"

#include "frame/definition.hpp"
#include "frame/problem/free_name.hpp"
#include "optimal_transport/own_distance.hpp"
#include "optimal_transport/parts.hpp"
#include "optimal_transport/schema.hpp"

namespace kolmo::optimal_transport {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes{configuration.integer("cells"), configuration.integer("disk_cells"),
                    configuration.integer("points"), configuration.integer("flow_cells"),
                    configuration.integer("paths")};
  std::vector<frame::Part> all = {{"points", [=] { return points_plan(sizes); }},
                                  {"pieces", [] { return pieces_plan(); }},
                                  {"products", [=] { return products_plan(sizes); }},
                                  {"disk", [=] { return disk_plan(sizes); }},
                                  {"entropic", [] { return entropic_plan(); }},
                                  {"least_action", [=] { return least_action_plan(sizes); }},
                                  {"bridge", [=] { return bridge_plan(sizes); }},
                                  {"paths", [] { return paths_plan(); }},
                                  {"probability_flow", [] { return flow_plan(); }}};
  const std::vector<std::string> distances = configuration.names("distance");
  std::vector<frame::Part> own;
  for (const std::string& name : distances) {
    frame::require_free_name(configuration, "distance", name, all);
    own.push_back({name, [=] { return own_distance_plan(configuration, name); }});
  }
  if (!own.empty() && !configuration.has("run.parts")) return own;
  all.insert(all.end(), own.begin(), own.end());
  return frame::chosen(configuration, "run.parts", all);
}

frame::Experiment experiment() {
  return frame::experiment({.name = "optimal_transport",
                            .question = "How far apart are two densities, and how would one know?",
                            .schema = schema(),
                            .default_configuration = default_configuration(),
                            .parts = parts});
}

}  // namespace kolmo::optimal_transport
