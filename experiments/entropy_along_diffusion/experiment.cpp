#include "entropy_along_diffusion/parts.hpp"
#include "entropy_along_diffusion/schema.hpp"
#include "frame/definition.hpp"
#include "frame/problem/free_name.hpp"

namespace kolmo::entropy_along_diffusion {
namespace {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes{configuration.integer("averages.chains"), configuration.integer("weights.paths"),
                    configuration.integer("estimates.repeats"),
                    static_cast<std::uint64_t>(configuration.integer("run.seed"))};
  const Z z = [=] { return frame::z_of(parts(configuration)); };
  std::vector<frame::Part> all = {{"rates", [] { return rates_plan(); }},
                                  {"ergodic", [=] { return ergodic_plan(sizes, z); }},
                                  {"irreversible", [=] { return irreversible_plan(sizes, z); }},
                                  {"weights", [=] { return weights_plan(sizes, z); }},
                                  {"backward", [=] { return backward_plan(sizes, z); }},
                                  {"estimates", [=] { return estimates_plan(sizes, z); }}};
  std::vector<frame::Part> own;
  for (const std::string& name : configuration.names("problem")) {
    frame::require_free_name(configuration, "problem", name, all);
    own.push_back({name, [=] { return own_entropy_plan(configuration, name); }});
  }
  if (!own.empty() && !configuration.has("run.parts"))
    return frame::chosen(configuration, "run.problems", own);
  all.insert(all.end(), own.begin(), own.end());
  return frame::chosen_parts_or_problems(configuration, all);
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "entropy_along_diffusion",
       .question = "What becomes of entropy along a diffusion, and how does one tell which way time runs?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = {{"quick", 1.0 / 16, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}},
       .parts = parts});
}

}  // namespace kolmo::entropy_along_diffusion
