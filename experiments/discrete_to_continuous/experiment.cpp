#include "discrete_to_continuous/experiment.hpp"

#include "discrete_to_continuous/parts.hpp"
#include "discrete_to_continuous/schema.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

struct Part {
  const char *name, *title;
  Plan (*plan)(const Settings&);
  std::vector<std::string> (*sample_ids)(const Settings&);  ///< null where nothing is simulated
  std::vector<verify::Check> (*sample)(const Settings&, io::Group&, frame::Progress&);
};

constexpr Part all_parts[] = {
    {"ddpm", "The DDPM chain and the variance-preserving process", ddpm_plan, ddpm_sample_ids, ddpm_sample},
    {"euler_maruyama", "DDPM and the Euler–Maruyama chain of VP", euler_plan, nullptr, nullptr},
    {"ncsn", "The NCSN ladder and the variance-exploding process", ncsn_plan, ncsn_sample_ids, ncsn_sample},
    {"ddim", "DDIM and the probability-flow ODE", ddim_plan, nullptr, nullptr},
    {"donsker", "Random walks and Brownian motion", donsker_plan, donsker_sample_ids, donsker_sample},
};

std::vector<std::string> part_names(const io::Configuration&) {
  std::vector<std::string> names;
  for (const Part& part : all_parts) names.emplace_back(part.name);
  return names;
}

const Part& part_of(const std::string& name) {
  for (const Part& part : all_parts)
    if (name == part.name) return part;
  throw InvalidArgument("part '" + name + "': there is none of this name");
}

}  // namespace

std::vector<verify::Check> run_part(const Settings& settings, const std::string& name, io::Group& group,
                                    frame::Progress& progress) {
  const Part& part = part_of(name);
  group.attribute("title", part.title);
  throw_if_stopped();
  std::vector<verify::Check> checks = carry_out(name, part.plan(settings), group);
  if (part.sample == nullptr) return checks;
  const std::vector<verify::Check> more = part.sample(settings, group, progress);
  checks.insert(checks.end(), more.begin(), more.end());
  return checks;
}

std::vector<std::string> check_ids(const Settings& settings) {
  std::vector<std::string> ids;
  for (const Part& part : all_parts) {
    const std::vector<std::string> without_noise = check_ids(part.name, part.plan(settings));
    ids.insert(ids.end(), without_noise.begin(), without_noise.end());
    if (part.sample_ids == nullptr) continue;
    const std::vector<std::string> sampled = part.sample_ids(settings);
    ids.insert(ids.end(), sampled.begin(), sampled.end());
  }
  return ids;
}

frame::Experiment experiment() {
  frame::Experiment experiment;
  experiment.name = "discrete_to_continuous";
  experiment.question =
      "Do the discrete chains of score-based models converge to the diffusions they are said to be, and how "
      "fast?";
  experiment.schema = schema();
  experiment.default_configuration = default_configuration();
  experiment.parts = part_names;
  experiment.validate = [](const io::Configuration& configuration) { read_settings(configuration); };
  experiment.check_ids = [](const io::Configuration& configuration) {
    return check_ids(read_settings(configuration));
  };
  experiment.body = [](const io::Configuration& configuration, const std::string& part, io::Group& group,
                       frame::Progress& progress) {
    return run_part(read_settings(configuration), part, group, progress);
  };
  return experiment;
}

}  // namespace kolmo::discrete_to_continuous
