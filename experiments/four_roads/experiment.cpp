#include "four_roads/experiment.hpp"

#include <algorithm>

#include "four_roads/labels.hpp"
#include "four_roads/result/write_result.hpp"
#include "four_roads/schema.hpp"
#include "frame/command_line/chosen_parts.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::four_roads {
namespace {

/// Every problem, selected or not, must say what its process is: a name that is mistyped in a file or a --set
/// would otherwise be a new problem that nobody runs.
void validate(const io::Configuration& configuration) {
  const std::vector<std::string> known = configuration.names("problem");
  for (const std::string& name : known) {
    const std::string process = "problem." + name + ".process.";
    if (configuration.has(process + "type") || configuration.has(process + "drift") ||
        configuration.has(process + "potential"))
      continue;
    std::string message =
        "has no process (drift, potential or type): a new problem needs one, and the problems there are";
    for (const std::string& other : known) message += other == name ? "" : " " + other;
    throw configuration.error_at("problem." + name, message);
  }
  for (const std::string& name : problem_names(configuration)) {
    const Problem problem = make_problem(configuration, name);
    if (!has_road(problem)) {
      std::string message = "no road is enabled: there is nothing to run";
      for (const RoadNotThere& road : problem.not_there)
        message += "; " + road_label(road.road).label + ": " + road.reason;
      throw configuration.error_at("problem." + name, message);
    }
  }
}

std::vector<std::string> check_ids(const io::Configuration& configuration) {
  std::vector<std::string> ids;
  for (const std::string& name : problem_names(configuration)) {
    const Problem problem = make_problem(configuration, name);
    const std::vector<std::string> more = comparison_ids(problem);
    ids.insert(ids.end(), more.begin(), more.end());
    if (problem.fokker_planck.enabled) {
      ids.push_back(name + "/fokker_planck/mass_defect");
      ids.push_back(name + "/fokker_planck/mass_beyond_walls");
    }
    if (problem.fokker_planck.enabled && problem.gradient_flow) {
      ids.push_back(name + "/fokker_planck/stationary/… (where a stationary law exists)");
    }
    if (problem.linear && problem.ode.enabled)
      ids.push_back(name + "/probability_flow~exact/log_likelihood_rms/…");
    if (!problem.linear && problem.ode.enabled)
      ids.push_back(name + "/probability_flow~fokker_planck/log_density_error/…");
    if (road_pairs(problem).empty()) ids.push_back(name + "/certificate/two_roads");
    ids.push_back(name + "/ROAD/order_in_step|grid/QUANTITY (each order that matters beside the noise)");
    ids.push_back(name + "/ROAD/went (each road that was asked for and could not go)");
  }
  return ids;
}

std::vector<verify::Check> body(const io::Configuration& configuration, const std::string& part,
                                io::Group& group, frame::Progress& progress) {
  const Problem problem = make_problem(configuration, part);
  try {
    ProblemResult result = run_problem(problem, run_settings(configuration), progress);
    write_result(problem, result, group);
    return std::move(result.checks);
  } catch (const NumericalFailure& error) {
    throw NumericalFailure("problem " + part + ": " + error.what());
  }
}

}  // namespace

std::vector<std::string> problem_names(const io::Configuration& configuration) {
  const std::vector<std::string> own = configuration.own_names("problem");
  const bool named = configuration.has("run.problems");
  return frame::chosen_parts(configuration, "run.problems",
                             named || own.empty() ? configuration.names("problem") : own);
}

RunSettings run_settings(const io::Configuration& configuration) {
  RunSettings settings;
  settings.seed = static_cast<std::uint64_t>(configuration.integer("run.seed"));
  std::size_t comparisons = 0;
  for (const std::string& name : problem_names(configuration)) {
    const Problem problem = make_problem(configuration, name);
    comparisons += comparison_ids(problem).size() + noisy_order_checks(problem);
  }
  settings.false_alarms.comparisons = std::max<double>(1, static_cast<double>(comparisons));
  return settings;
}

frame::Experiment experiment() {
  frame::Experiment experiment;
  experiment.name = "four_roads";
  experiment.question = "Do four independent roads lead one diffusion process through the same marginals?";
  experiment.schema = schema();
  experiment.default_configuration = default_configuration();
  experiment.parts = problem_names;
  experiment.validate = validate;
  experiment.check_ids = check_ids;
  experiment.body = body;
  return experiment;
}

}  // namespace kolmo::four_roads
