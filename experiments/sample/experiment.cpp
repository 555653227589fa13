#include "sample/experiment.hpp"

#include <algorithm>

#include "frame/command_line/chosen_parts.hpp"
#include "frame/definition.hpp"
#include "sample/schema.hpp"

namespace kolmo::sample {
namespace {

void require_betas(const io::Configuration& configuration) {
  const std::vector<double>& betas = configuration.numbers("sampler.betas");
  if (betas.empty() || betas.front() != 1 || !std::is_sorted(betas.rbegin(), betas.rend()) ||
      std::adjacent_find(betas.begin(), betas.end()) != betas.end())
    throw configuration.error_at("sampler.betas", "must decrease from 1");
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  require_betas(configuration);
  std::vector<frame::Part> all;
  for (const std::string& name : configuration.names("target")) {
    all.push_back({name, [=] {
                     return target_plan(configuration, name,
                                        [=] { return frame::z_of(parts(configuration)); });
                   }});
  }
  if (all.empty()) throw configuration.error_at("target", "nothing to sample: give a table [target.NAME]");
  return frame::chosen(configuration, "run.targets", all);
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "sample",
       .question = "What do draws of these targets look like, and have the chains mixed?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .parts = parts});
}

}  // namespace kolmo::sample
