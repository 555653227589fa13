#include "sde_convergence/experiment.hpp"

#include <bit>
#include <map>

#include "frame/chosen_parts.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "sde_convergence/langevin_parts.hpp"
#include "sde_convergence/line_parts.hpp"
#include "sde_convergence/linear_parts.hpp"
#include "sde_convergence/schema.hpp"
#include "sde_convergence/torus_parts.hpp"
#include "sde_convergence/write_result.hpp"

namespace kolmo::sde_convergence {
namespace {

using Part = std::pair<const char*, Plan (*)(const RunSettings&)>;

/// Every problem there is, in the order of the file.
const std::vector<Part>& parts() {
  static const std::vector<Part> all{{"deterministic", deterministic_plan},
                                     {"additive", additive_plan},
                                     {"additive_matrix", additive_matrix_plan},
                                     {"diagonal", diagonal_plan},
                                     {"diagonal_plane", diagonal_plane_plan},
                                     {"commutative", commutative_plan},
                                     {"non_commutative", non_commutative_plan},
                                     {"ornstein_uhlenbeck", ornstein_uhlenbeck_plan},
                                     {"variance_preserving", variance_preserving_plan},
                                     {"geometric_brownian_motion", geometric_brownian_motion_plan},
                                     {"tanh", tanh_plan},
                                     {"sinh", sinh_plan},
                                     {"double_well", double_well_plan},
                                     {"overdamped", overdamped_plan},
                                     {"underdamped", underdamped_plan},
                                     {"cubic", cubic_plan}};
  return all;
}

void require_power_of_2(const io::Configuration& configuration, const std::string& key) {
  if (std::has_single_bit(static_cast<std::uint64_t>(configuration.integer(key)))) return;
  throw configuration.error_at(key, "must be a power of 2");
}

void validate(const io::Configuration& configuration) {
  problem_names(configuration);
  run_settings(configuration);
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

std::vector<verify::Check> body(const io::Configuration& configuration, const std::string& part,
                                io::Group& group, frame::Progress& progress) {
  const Plan plan = plan_of(part, run_settings(configuration));
  std::vector<verify::Check> checks;
  progress.start(static_cast<double>(plan.studies.size() + plan.checks.size()), part);
  write_header(plan, group);
  std::vector<OrderStudy> studies;
  for (const StudyTask& task : plan.studies) {
    throw_if_stopped();
    progress.label(part + "/" + task.name);
    studies.push_back(task.run());
    studies.back().name = task.name;
    checks.push_back(check_of(studies.back(), part));
    progress.advance(1);
  }
  write_studies(studies, group);
  for (const CheckTask& task : plan.checks) {
    throw_if_stopped();
    progress.label(part + "/" + task.name);
    checks.push_back(task.run());
    checks.back().id = part + "/" + task.name;
    progress.advance(1);
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
  for (const char* key : {"strong.coarsest_steps", "strong.finest_steps", "strong.refinement"}) {
    require_power_of_2(configuration, key);
  }
  RunSettings settings;
  settings.strong.seed = static_cast<std::uint64_t>(configuration.integer("run.seed"));
  settings.strong.particles = settings.strong.judged_as = configuration.integer("strong.particles");
  settings.strong.coarsest_steps = configuration.integer("strong.coarsest_steps");
  settings.strong.finest_steps = configuration.integer("strong.finest_steps");
  settings.strong.refinement = configuration.integer("strong.refinement");
  if (settings.strong.finest_steps < 4 * settings.strong.coarsest_steps) {
    throw configuration.error_at("strong.finest_steps",
                                 "an order needs 3 step sizes: at least 4 times "
                                 "strong.coarsest_steps");
  }
  settings.weak_finest_steps = configuration.integer("weak.finest_steps");
  settings.plane_finest_steps = configuration.integer("weak.plane_finest_steps");
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
  experiment.name = "sde_convergence";
  experiment.question = "Does every scheme for stochastic differential equations have the orders it claims?";
  experiment.schema = schema();
  experiment.default_configuration = default_configuration();
  // particles; finest steps; resolution of references
  experiment.scales = {{"quick", 1.0 / 8, 1.0 / 4, 1.0 / 4}, {"standard", 1, 1, 1}, {"full", 4, 2, 1}};
  experiment.parts = problem_names;
  experiment.validate = validate;
  experiment.check_ids = check_ids;
  experiment.body = body;
  return experiment;
}

}  // namespace kolmo::sde_convergence
