#include "multilevel/experiment.hpp"

#include "frame/chosen_parts.hpp"
#include "frame/plan.hpp"
#include "kolmo/core/errors.hpp"
#include "multilevel/expectation.hpp"
#include "multilevel/schema.hpp"
#include "multilevel/variance_reduction.hpp"

namespace kolmo::multilevel {
namespace {

const std::vector<std::string> names{"mean", "call", "variance_reduction"};

frame::Plan plan_of(const std::string& part, const Settings& settings) {
  frame::Plan plan;
  plan.runs.push_back({check_ids(settings, part), [=](io::Group& group, frame::Progress& progress) {
                         try {
                           return run_part(settings, part, group, progress);
                         } catch (const NumericalFailure& failure) {
                           throw NumericalFailure(part + ": " + failure.what());
                         }
                       }});
  return plan;
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Settings settings = run_settings(configuration);
  std::vector<frame::Part> all;
  for (const std::string& name : names) all.push_back({name, [=] { return plan_of(name, settings); }});
  return frame::chosen(configuration, "run.parts", all);
}

}  // namespace

std::vector<std::string> check_ids(const Settings& settings, const std::string& part) {
  return part == "variance_reduction" ? variance_reduction_check_ids()
                                      : expectation_check_ids(settings, part);
}

Settings run_settings(const io::Configuration& configuration) {
  const Settings settings = read_settings(configuration, 1);
  double comparisons = 0;
  for (const std::string& part : frame::chosen_parts(configuration, "run.parts", names)) {
    comparisons += static_cast<double>(check_ids(settings, part).size());
  }
  return read_settings(configuration, comparisons);
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
  frame::set_parts(experiment, parts);
  return experiment;
}

}  // namespace kolmo::multilevel
