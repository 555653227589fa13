#include "frame/definition.hpp"
#include "frame/problem/free_name.hpp"
#include "rare_events/parts.hpp"
#include "rare_events/schema.hpp"

namespace kolmo::rare_events {
namespace {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes{configuration.integer("passages.paths"), configuration.integer("splitting.runs"),
                    configuration.integer("tube.walkers"), configuration.integer("tube.cells"),
                    static_cast<std::uint64_t>(configuration.integer("run.seed"))};
  const Z z = [=] { return frame::z_of(parts(configuration)); };
  std::vector<frame::Part> all = {{"kramers", [=] { return kramers_plan(sizes, z); }},
                                  {"splitting", [=] { return splitting_plan(sizes, z); }},
                                  {"tube", [=] { return tube_plan(sizes, z); }},
                                  {"plane", [=] { return plane_part(sizes, z); }}};
  std::vector<frame::Part> own;
  for (const std::string& name : configuration.names("problem")) {
    frame::require_free_name(configuration, "problem", name, all);
    own.push_back({name, [=] { return own_escape_plan(configuration, name, sizes, z); }});
  }
  if (!own.empty() && !configuration.has("run.parts"))
    return frame::chosen(configuration, "run.problems", own);
  all.insert(all.end(), own.begin(), own.end());
  return frame::chosen_parts_or_problems(configuration, all);
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "rare_events",
       .question = "How often does something happen that almost never does, and how would one know?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = {{"quick", 1.0 / 16, 1, 0.5}, {"standard", 1, 1, 1}, {"full", 8, 1, 1.5}},
       .parts = parts});
}

}  // namespace kolmo::rare_events
