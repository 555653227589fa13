#include "fokker_planck_convergence/experiment.hpp"

#include "fokker_planck_convergence/parts.hpp"
#include "fokker_planck_convergence/schema.hpp"
#include "frame/chosen_parts.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using Part = std::pair<const char*, Plan (*)(const RunSettings&)>;

/// Every problem there is, in the order of the file.
const std::vector<Part>& parts() {
  static const std::vector<Part> all{{"heat", heat_plan},
                                     {"ornstein_uhlenbeck", ornstein_uhlenbeck_plan},
                                     {"variance_preserving", variance_preserving_plan},
                                     {"double_well", double_well_plan},
                                     {"periodic", periodic_plan},
                                     {"rotation", rotation_plan},
                                     {"rotation_scalar", rotation_scalar_plan},
                                     {"space", space_plan},
                                     {"rough", rough_plan},
                                     {"convection", convection_plan},
                                     {"adaptive", adaptive_plan},
                                     {"spectral", spectral_plan},
                                     {"kinetic", kinetic_plan}};
  return all;
}

std::vector<std::string> check_ids(const io::Configuration& configuration) {
  std::vector<std::string> ids;
  for (const std::string& name : problem_names(configuration)) {
    const Plan plan = plan_of(name, run_settings(configuration));
    for (const StudyTask& task : plan.studies) ids.push_back(name + "/" + task.name);
    for (const CheckTask& task : plan.checks) ids.push_back(name + "/" + task.name);
  }
  return ids;
}

/// task(i).run() of every task, in parallel: they are independent of each other.
template <class Result, class Task>
std::vector<Result> results(const std::vector<Task>& tasks, frame::Progress& progress) {
  std::vector<Result> all(tasks.size());
  for_each_task(static_cast<Index>(tasks.size()), [&](Index i) {
    all[static_cast<std::size_t>(i)] = tasks[static_cast<std::size_t>(i)].run();
    progress.advance(1);
  });
  return all;
}

std::vector<verify::Check> body(const io::Configuration& configuration, const std::string& part,
                                io::Group& group, frame::Progress& progress) {
  const Plan plan = plan_of(part, run_settings(configuration));
  progress.start(static_cast<double>(plan.studies.size() + plan.checks.size()), part);
  group.attribute("title", plan.title);
  group.attribute("statement", plan.statement);
  std::vector<verify::Check> checks;
  const auto studies = results<OrderStudy>(plan.studies, progress);
  for (const OrderStudy& study : studies) checks.push_back(judge(study, part, group));
  const auto values = results<verify::Check>(plan.checks, progress);
  for (std::size_t i = 0; i < values.size(); ++i) {
    checks.push_back(values[i]);
    checks.back().id = part + "/" + plan.checks[i].name;
  }
  for (const auto& table : plan.tables) table(group);
  for (const auto& timing : plan.timings) progress.record(timing());
  progress.finish();
  return checks;
}

}  // namespace

std::vector<std::string> problem_names(const io::Configuration& configuration) {
  std::vector<std::string> known;
  for (const Part& part : parts()) known.emplace_back(part.first);
  return frame::chosen_parts(configuration, "run.problems", known);
}

RunSettings run_settings(const io::Configuration& configuration) {
  RunSettings settings;
  settings.line_levels = configuration.integer("space.line_levels");
  settings.plane_levels = configuration.integer("space.plane_levels");
  settings.box_levels = configuration.integer("space.box_levels");
  settings.joint_levels = configuration.integer("joint.levels");
  settings.finest_steps = configuration.integer("time.finest_steps");
  settings.finest_steps_axes = configuration.integer("time.finest_steps_axes");
  settings.mass_steps = configuration.integer("mass.steps");
  return settings;
}

Plan plan_of(const std::string& problem, const RunSettings& settings) {
  for (const auto& [name, plan] : parts()) {
    if (problem == name) return plan(settings);
  }
  throw InvalidArgument("problem = '" + problem + "': is not known");
}

frame::Experiment experiment() {
  frame::Experiment experiment;
  experiment.name = "fokker_planck_convergence";
  experiment.question =
      "Does every grid method for the Fokker-Planck equation have the order it claims, in space, in time and "
      "in "
      "both?";
  experiment.schema = schema();
  experiment.default_configuration = default_configuration();
  // steps over which mass must stay; levels of ladders in space and time
  experiment.scales = {{"quick", 1, 1.0 / 20, 4.0 / 5}, {"standard", 1, 1, 1}, {"full", 1, 10, 6.0 / 5}};
  experiment.parts = problem_names;
  experiment.validate = [](const io::Configuration& configuration) { problem_names(configuration); };
  experiment.check_ids = check_ids;
  experiment.body = body;
  return experiment;
}

}  // namespace kolmo::fokker_planck_convergence
