#include "multilevel/experiment.hpp"

#include <algorithm>

#include "frame/definition.hpp"
#include "kolmo/core/errors.hpp"
#include "multilevel/any_part.hpp"
#include "multilevel/expectation.hpp"
#include "multilevel/schema.hpp"
#include "multilevel/variance_reduction.hpp"

namespace kolmo::multilevel {
namespace {

const std::vector<std::string> names{"mean", "call", "variance_reduction"};

bool is_problem(const io::Configuration& configuration, const std::string& part) {
  const std::vector<std::string> problems = configuration.names("problem");
  return std::find(problems.begin(), problems.end(), part) != problems.end();
}

/// The parts of its own, then the problems; those of run.parts or run.problems.
std::vector<frame::Part> parts_with(const io::Configuration& configuration, const Settings& settings) {
  std::vector<std::string> all = names;
  for (const std::string& name : configuration.names("problem")) {
    if (std::find(names.begin(), names.end(), name) != names.end())
      throw configuration.error_at("problem." + name, "the name is taken");
    all.push_back(name);
  }
  std::vector<frame::Part> parts;
  for (const std::string& part : all) {
    parts.push_back({part, [=] {
                       frame::Plan plan;
                       plan.runs.push_back({part_check_ids(configuration, settings, part),
                                            [=](io::Group& group, frame::Progress& progress) {
                                              try {
                                                return run_part(configuration, settings, part, group,
                                                                progress);
                                              } catch (const NumericalFailure& failure) {
                                                throw NumericalFailure(part + ": " + failure.what());
                                              }
                                            }});
                       return plan;
                     }});
  }
  return frame::chosen_parts_or_problems(configuration, parts);
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  return parts_with(configuration, run_settings(configuration));
}

}  // namespace

std::vector<std::string> part_check_ids(const io::Configuration& configuration, const Settings& settings,
                                        const std::string& part) {
  if (is_problem(configuration, part)) return any_check_ids(make_any_problem(configuration, part));
  return check_ids(settings, part);
}

std::vector<std::string> check_ids(const Settings& settings, const std::string& part) {
  return part == "variance_reduction" ? variance_reduction_check_ids()
                                      : expectation_check_ids(settings, part);
}

Settings run_settings(const io::Configuration& configuration) {
  const Settings settings = read_settings(configuration, 1);
  const double comparisons =
      static_cast<double>(frame::check_ids(parts_with(configuration, settings)).size());
  return read_settings(configuration, comparisons);
}

std::vector<verify::Check> run_part(const Settings& settings, const std::string& part, io::Group& group,
                                    frame::Progress& progress) {
  if (part == "variance_reduction") return run_variance_reduction(settings, group, progress);
  return run_expectation(settings, part, group, progress);
}

std::vector<verify::Check> run_part(const io::Configuration& configuration, const Settings& settings,
                                    const std::string& part, io::Group& group, frame::Progress& progress) {
  if (is_problem(configuration, part))
    return any_part(make_any_problem(configuration, part), settings, group, progress);
  return run_part(settings, part, group, progress);
}

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "multilevel",
       .question = "What does an expectation cost at a given accuracy, with and without multilevel sampling?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = scales(),
       .parts = parts});
}

}  // namespace kolmo::multilevel
