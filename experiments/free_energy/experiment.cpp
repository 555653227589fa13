#include "frame/definition.hpp"
#include "frame/problem/free_name.hpp"
#include "free_energy/parts.hpp"
#include "free_energy/schema.hpp"

namespace kolmo::free_energy {
namespace {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes{configuration.integer("works"),
                    static_cast<std::uint64_t>(configuration.integer("run.seed"))};
  const Z z = [=] { return frame::z_of(parts(configuration)); };
  std::vector<frame::Part> all = {{"harmonic", [=] { return harmonic_plan(sizes, z); }},
                                  {"tilted", [=] { return tilted_plan(sizes, z); }}};
  std::vector<frame::Part> own;
  for (const std::string& name : configuration.names("switch")) {
    frame::require_free_name(configuration, "switch", name, all);
    own.push_back({name, [=] { return own_switch_plan(configuration, name, sizes, z); }});
  }
  if (!own.empty() && !configuration.has("run.parts")) return own;
  all.insert(all.end(), own.begin(), own.end());
  return frame::chosen(configuration, "run.parts", all);
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "free_energy",
       .question = "What does a free energy cost, when it is read off the work of changing a system?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = {{"quick", 1.0 / 8, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}},
       .parts = parts});
}

}  // namespace kolmo::free_energy
