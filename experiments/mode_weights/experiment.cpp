#include "frame/definition.hpp"
#include "kolmo/io/configuration.hpp"
#include "mode_weights/parts.hpp"
#include "mode_weights/schema.hpp"

namespace kolmo::mode_weights {
namespace {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes{configuration.integer("ensembles.particles"),
                    configuration.integer("discrepancy.replicas"),
                    static_cast<std::uint64_t>(configuration.integer("run.seed"))};
  const Z z = [=] { return frame::z_of(parts(configuration)); };
  return frame::chosen(configuration, "run.parts",
                       {{"annealing", [=] { return annealing_plan(sizes, z); }},
                        {"corrector", [=] { return corrector_plan(sizes, z); }},
                        {"importance", [=] { return importance_plan(sizes, z); }},
                        {"tempering", [=] { return tempering_plan(sizes, z); }},
                        {"svgd", [=] { return svgd_plan(sizes); }},
                        {"discrepancy", [=] { return discrepancy_plan(sizes); }},
                        {"flow", [] { return flow_plan(); }}});
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "mode_weights",
       .question =
           "Which methods find the weights of modes that lie apart, and which diagnostics see that they "
           "do not?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = {{"quick", 1.0 / 8, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}},
       .parts = parts});
}

}  // namespace kolmo::mode_weights
