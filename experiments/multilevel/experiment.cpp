#include "multilevel/experiment.hpp"

#include "frame/chosen_parts.hpp"
#include "kolmo/core/errors.hpp"
#include "multilevel/expectation.hpp"
#include "multilevel/schema.hpp"
#include "multilevel/variance_reduction.hpp"

namespace kolmo::multilevel {
namespace {

std::vector<std::string> all_check_ids(const io::Configuration& configuration) {
  const Settings settings = read_settings(configuration, 1);
  std::vector<std::string> ids;
  for (const std::string& part : part_names(configuration)) {
    const std::vector<std::string> more = check_ids(settings, part);
    ids.insert(ids.end(), more.begin(), more.end());
  }
  return ids;
}

}  // namespace

std::vector<std::string> part_names(const io::Configuration& configuration) {
  return frame::chosen_parts(configuration, "run.parts", {"mean", "call", "variance_reduction"});
}

std::vector<std::string> check_ids(const Settings& settings, const std::string& part) {
  return part == "variance_reduction" ? variance_reduction_check_ids()
                                      : expectation_check_ids(settings, part);
}

Settings run_settings(const io::Configuration& configuration) {
  return read_settings(configuration, static_cast<double>(all_check_ids(configuration).size()));
}

std::vector<verify::Check> run_part(const Settings& settings, const std::string& part, io::Group& group,
                                    frame::Progress& progress) {
  if (part == "variance_reduction") return run_variance_reduction(settings, group, progress);
  return run_expectation(settings, part, group, progress);
}

frame::Experiment experiment() {
  frame::Experiment experiment;
  experiment.name = "multilevel";
  experiment.question =
      "What does an expectation cost at a given accuracy, with and without multilevel sampling?";
  experiment.schema = schema();
  experiment.default_configuration = default_configuration();
  experiment.scales = scales();
  experiment.parts = part_names;
  experiment.validate = [](const io::Configuration& configuration) { run_settings(configuration); };
  experiment.check_ids = all_check_ids;
  experiment.body = [](const io::Configuration& configuration, const std::string& part, io::Group& group,
                       frame::Progress& progress) {
    try {
      return run_part(run_settings(configuration), part, group, progress);
    } catch (const NumericalFailure& failure) {
      throw NumericalFailure(part + ": " + failure.what());
    }
  };
  return experiment;
}

}  // namespace kolmo::multilevel
