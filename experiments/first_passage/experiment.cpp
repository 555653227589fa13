#include "first_passage/experiment.hpp"

#include <algorithm>
#include <cmath>

#include "first_passage/absorbed.hpp"
#include "first_passage/exit_part.hpp"
#include "first_passage/kramers.hpp"
#include "first_passage/reflected.hpp"
#include "first_passage/schema.hpp"
#include "frame/chosen_parts.hpp"

namespace kolmo::first_passage {
namespace {

std::vector<std::string> known_parts(const io::Configuration& configuration) {
  std::vector<std::string> parts = configuration.names("exit");
  parts.insert(parts.end(), {"kramers", "reflected", "absorbed"});
  return parts;
}

ReflectedProblem reflected_problem(const io::Configuration& configuration) {
  const ReflectedProblem problem{
      configuration.integer("reflected.paths"), static_cast<int>(configuration.integer("reflected.coarsest")),
      static_cast<int>(configuration.integer("reflected.finest")), configuration.number("reflected.mean")};
  if (problem.finest - problem.coarsest < 4)
    throw configuration.error_at("reflected.finest", "must be at least reflected.coarsest + 4");
  return problem;
}

AbsorbedProblem absorbed_problem(const io::Configuration& configuration) {
  const AbsorbedProblem problem{
      configuration.integer("absorbed.paths"), static_cast<int>(configuration.integer("absorbed.coarsest")),
      static_cast<int>(configuration.integer("absorbed.finest")), configuration.numbers("absorbed.times")};
  if (problem.finest - problem.coarsest < 4)
    throw configuration.error_at("absorbed.finest", "must be at least absorbed.coarsest + 4");
  double before = 0;
  for (const double t : problem.times) {
    const double steps = std::ldexp(t, problem.coarsest);
    if (!(t > before) || steps != std::round(steps))
      throw configuration.error_at("absorbed.times", "must increase and be multiples of the largest step");
    before = t;
  }
  if (problem.times.empty()) throw configuration.error_at("absorbed.times", "at least one is needed");
  return problem;
}

void validate(const io::Configuration& configuration) {
  for (const std::string& name : configuration.names("exit")) {
    if (name == "kramers" || name == "reflected" || name == "absorbed")
      throw configuration.error_at("exit." + name, "the name is taken");
  }
  for (const std::string& part : part_names(configuration)) part_check_ids(configuration, part);
  if (configuration.numbers("kramers.temperatures").size() < 3)
    throw configuration.error_at("kramers.temperatures", "three temperatures are needed");
}

std::vector<std::string> check_ids(const io::Configuration& configuration) {
  std::vector<std::string> ids;
  for (const std::string& part : part_names(configuration)) {
    const std::vector<std::string> more = part_check_ids(configuration, part);
    ids.insert(ids.end(), more.begin(), more.end());
  }
  return ids;
}

}  // namespace

std::vector<std::string> part_names(const io::Configuration& configuration) {
  return frame::chosen_parts(configuration, "run.parts", known_parts(configuration));
}

std::vector<std::string> part_check_ids(const io::Configuration& configuration, const std::string& part) {
  if (part == "kramers") return kramers_check_ids();
  if (part == "reflected") return reflected_problem(configuration), reflected_check_ids();
  if (part == "absorbed") return absorbed_check_ids(absorbed_problem(configuration));
  return exit_check_ids(make_exit_problem(configuration, part));
}

Settings run_settings(const io::Configuration& configuration) {
  Settings settings;
  settings.seed = static_cast<std::uint64_t>(configuration.integer("run.seed"));
  settings.z = verify::z_quantile(std::max<double>(1, static_cast<double>(check_ids(configuration).size())));
  return settings;
}

std::vector<verify::Check> run_part(const io::Configuration& configuration, const std::string& part,
                                    const Settings& settings, io::Group& group, frame::Progress& progress) {
  if (part == "kramers") return kramers_part(configuration.numbers("kramers.temperatures"), group);
  if (part == "reflected") return reflected_part(reflected_problem(configuration), settings, group, progress);
  if (part == "absorbed") return absorbed_part(absorbed_problem(configuration), settings, group, progress);
  return exit_part(make_exit_problem(configuration, part), settings, group, progress);
}

frame::Experiment experiment() {
  frame::Experiment experiment;
  experiment.name = "first_passage";
  experiment.question = "When do paths leave an interval, and what does the step size do to the answer?";
  experiment.schema = schema();
  experiment.default_configuration = default_configuration();
  experiment.parts = part_names;
  experiment.validate = validate;
  experiment.check_ids = check_ids;
  experiment.body = [](const io::Configuration& configuration, const std::string& part, io::Group& group,
                       frame::Progress& progress) {
    return run_part(configuration, part, run_settings(configuration), group, progress);
  };
  return experiment;
}

}  // namespace kolmo::first_passage
