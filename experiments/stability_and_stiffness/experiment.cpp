#include "stability_and_stiffness/experiment.hpp"

#include "frame/definition.hpp"
#include "stability_and_stiffness/parts.hpp"
#include "stability_and_stiffness/schema.hpp"

namespace kolmo::stability_and_stiffness {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const double stiffness = configuration.number("work.stiffness");
  return frame::chosen(configuration, "run.parts",
                       {{"euler_bound", [] { return euler_bound_plan(); }},
                        {"work", [=] { return work_plan(stiffness); }},
                        {"spectrum", [] { return spectrum_plan(); }},
                        {"statuses", [] { return statuses_plan(); }}});
}

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "stability_and_stiffness",
       .question = "What bounds the steps of a flow, and when does an implicit stepper pay?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .parts = parts});
}

}  // namespace kolmo::stability_and_stiffness
