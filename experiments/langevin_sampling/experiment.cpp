#include "frame/definition.hpp"
#include "kolmo/io/configuration.hpp"
#include "langevin_sampling/parts.hpp"
#include "langevin_sampling/schema.hpp"

namespace kolmo::langevin_sampling {
namespace {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes{configuration.integer("sampled.draws"),
                    static_cast<std::uint64_t>(configuration.integer("run.seed"))};
  const auto z = [=] { return frame::z_of(parts(configuration)); };
  return frame::chosen(configuration, "run.parts",
                       {{"bias", [] { return bias_plan(); }},
                        {"gaussian", [] { return gaussian_plan(); }},
                        {"metropolis", [=] { return metropolis_plan(sizes); }},
                        {"relaxation", [] { return relaxation_plan(); }},
                        {"adaptive", [] { return adaptive_plan(); }},
                        {"sampled", [=] { return sampled_plan(sizes, z); }}});
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "langevin_sampling",
       .question = "What does the step do to the law of a sampler, and how fast does it mix?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = {{"quick", 1.0 / 8, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}},
       .parts = parts});
}

}  // namespace kolmo::langevin_sampling
