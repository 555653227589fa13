#include "frame/definition.hpp"
#include "kolmo/io/configuration.hpp"
#include "score_matching/parts.hpp"
#include "score_matching/schema.hpp"

namespace kolmo::score_matching {
namespace {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes{configuration.integer("sampled.draws"),
                    static_cast<std::uint64_t>(configuration.integer("run.seed"))};
  const auto z = [=] { return frame::z_of(parts(configuration)); };
  return frame::chosen(configuration, "run.parts",
                       {{"identities", [] { return identity_plan(); }},
                        {"descent", [] { return descent_plan(); }},
                        {"variances", [=] { return variance_plan(sizes, z); }},
                        {"contrastive", [] { return contrastive_plan(); }},
                        {"fields", [] { return field_plan(); }},
                        {"conversions", [] { return conversion_plan(); }},
                        {"samples", [=] { return sample_plan(sizes, z); }},
                        {"mixture", [=] { return mixture_plan(sizes, z); }}});
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "score_matching",
       .question = "What do the objectives of score matching measure, and how noisy are their gradients?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = {{"quick", 1.0 / 8, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}},
       .parts = parts});
}

}  // namespace kolmo::score_matching
