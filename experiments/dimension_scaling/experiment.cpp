#include "dimension_scaling/experiment.hpp"

#include "dimension_scaling/part.hpp"
#include "dimension_scaling/schema.hpp"
#include "frame/definition.hpp"

#include "kolmo/core/number_text.hpp"

namespace kolmo::dimension_scaling {
namespace {

Sizes sizes_of(const io::Configuration& configuration) {
  Sizes sizes{};
  for (std::size_t k = 0; k < 3; ++k) {
    const std::string dimension = number_text(k + 1) + "d";
    sizes.finest[k] = configuration.integer("grid.finest_" + dimension);
    if (sizes.finest[k] % 20 != 0)
      throw configuration.error_at("grid.finest_" + dimension, "must be a multiple of 20");
    sizes.density_repeats[k] = configuration.integer("kernel.repeats_" + dimension);
  }
  sizes.repeats = configuration.integer("particles.repeats");
  sizes.largest_sample = configuration.integer("kernel.largest_sample");
  if (sizes.largest_sample % 1024 != 0)
    throw configuration.error_at("kernel.largest_sample", "must be a multiple of 1024");
  return sizes;
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  sizes_of(configuration);
  std::vector<frame::Part> all;
  for (const std::string& part : families) {
    all.push_back({part, [=] {
                     frame::Plan plan;
                     plan.runs.push_back(
                         {part_check_ids(part), [=](io::Group& group, frame::Progress& progress) {
                            return run_part(configuration, part, run_settings(configuration), group,
                                            progress);
                          }});
                     return plan;
                   }});
  }
  return frame::chosen(configuration, "run.parts", all);
}

}  // namespace

std::vector<std::string> part_check_ids(const std::string& part) {
  std::vector<std::string> names = family_check_names(part);
  for (std::string& name : names) name = part + "/" + name;
  return names;
}

Settings run_settings(const io::Configuration& configuration) {
  Settings settings;
  settings.seed = static_cast<std::uint64_t>(configuration.integer("run.seed"));
  settings.z = frame::z_of(parts(configuration));
  return settings;
}

std::vector<verify::Check> run_part(const io::Configuration& configuration, const std::string& part,
                                    const Settings& settings, io::Group& group, frame::Progress& progress) {
  frame::Findings findings(part, group);
  family_part(part, sizes_of(configuration), settings, findings, progress);
  return findings.checks();
}

frame::Experiment experiment() {
  return frame::experiment({.name = "dimension_scaling",
                            .question = "When do particles beat a grid?",
                            .schema = schema(),
                            .default_configuration = default_configuration(),
                            .scales = scales(),
                            .parts = parts});
}

}  // namespace kolmo::dimension_scaling
