#include "frame/definition.hpp"
#include "frame/problem/free_name.hpp"
#include "most_probable_paths/parts.hpp"
#include "most_probable_paths/schema.hpp"

namespace kolmo::most_probable_paths {
namespace {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Index steps = configuration.integer("steps");
  std::vector<frame::Part> all = {{"onsager_machlup", [=] { return onsager_machlup_plan(steps); }},
                                  {"small_noise", [=] { return small_noise_plan(steps); }},
                                  {"geometric", [] { return geometric_plan(); }},
                                  {"state_noise", [=] { return state_noise_plan(steps); }},
                                  {"surface", [] { return surface_plan(); }}};
  std::vector<frame::Part> own;
  for (const std::string& name : configuration.names("problem")) {
    frame::require_free_name(configuration, "problem", name, all);
    own.push_back({name, [=] { return own_paths_plan(configuration, name, steps); }});
  }
  if (!own.empty() && !configuration.has("run.parts"))
    return frame::chosen(configuration, "run.problems", own);
  all.insert(all.end(), own.begin(), own.end());
  return frame::chosen_parts_or_problems(configuration, all);
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "most_probable_paths",
       .question = "Which path between two points is the most probable one, and which only looks like it?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = {{"quick", 1, 0.5, 1}, {"standard", 1, 1, 1}, {"full", 1, 4, 1}},
       .parts = parts});
}

}  // namespace kolmo::most_probable_paths
