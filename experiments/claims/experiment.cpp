#include "claims/experiment.hpp"

#include "claims/continuous_time/part.hpp"
#include "claims/generative/part.hpp"
#include "claims/green_functions/part.hpp"
#include "claims/information/part.hpp"
#include "claims/pictures/part.hpp"
#include "claims/schema.hpp"
#include "claims/score_based/part.hpp"
#include "frame/definition.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::claims {
namespace {

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Settings settings{configuration.integer("sampled.draws"),
                          static_cast<std::uint64_t>(configuration.integer("run.seed")),
                          [=] { return frame::z_of(parts(configuration)); }};
  return frame::chosen(configuration, "run.parts",
                       {{"score_based", [=] { return score_based::plan(settings); }},
                        {"generative", [=] { return generative::plan(settings); }},
                        {"continuous_time", [=] { return continuous_time::plan(settings); }},
                        {"information", [=] { return information::plan(settings); }},
                        {"green_functions", [=] { return green_functions::plan(settings); }},
                        {"pictures", [=] { return pictures::plan(settings); }}});
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "claims",
       .question = "Which claims of the source notes hold, which under a condition, and which do not?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = {{"quick", 1.0 / 8, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}},
       .parts = parts});
}

}  // namespace kolmo::claims
