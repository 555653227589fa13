#include "first_passage/experiment.hpp"

#include <algorithm>
#include <cmath>

#include "first_passage/absorbed.hpp"
#include "first_passage/box_part.hpp"
#include "first_passage/exit_from_problem.hpp"
#include "first_passage/exit_part.hpp"
#include "first_passage/kramers.hpp"
#include "first_passage/reflected.hpp"
#include "first_passage/schema.hpp"
#include "frame/definition.hpp"
#include "frame/problem/free_name.hpp"
#include "kolmo/problem/read.hpp"

namespace kolmo::first_passage {
namespace {

const std::vector<std::string> own_parts{"kramers", "reflected", "absorbed"};

ReflectedProblem reflected_problem(const io::Configuration& configuration) {
  const ReflectedProblem problem{
      configuration.integer("reflected.paths"), static_cast<int>(configuration.integer("reflected.coarsest")),
      static_cast<int>(configuration.integer("reflected.finest")), configuration.number("reflected.mean")};
  if (problem.finest - problem.coarsest < 4)
    throw configuration.error_at("reflected.finest", "must be at least reflected.coarsest + 4");
  return problem;
}

bool is_problem(const io::Configuration& configuration, const std::string& name) {
  const std::vector<std::string> problems = configuration.names("problem");
  return std::find(problems.begin(), problems.end(), name) != problems.end();
}

/// Exits from a box, else from an interval.
bool is_box(const io::Configuration& configuration, const std::string& name) {
  return is_problem(configuration, name) && problem::read_problem(configuration, name).dimension() > 1;
}

ExitProblem exit_problem(const io::Configuration& configuration, const std::string& name) {
  return is_problem(configuration, name) ? exit_from_problem(configuration, name)
                                         : make_exit_problem(configuration, name);
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

/// The exit problems, then the parts of its own; those of run.parts or run.problems where one of them is
/// given.
std::vector<frame::Part> parts(const io::Configuration& configuration) {
  std::vector<std::string> names = configuration.names("exit");
  for (const std::string& name : configuration.names("problem")) {
    if (std::find(names.begin(), names.end(), name) != names.end())
      throw configuration.error_at("problem." + name, "the name is taken by exit." + name + ": take another");
    names.push_back(name);
  }
  for (const std::string& name : names) {
    frame::require_free_name(configuration, is_problem(configuration, name) ? "problem" : "exit", name,
                             own_parts);
  }
  if (configuration.numbers("kramers.temperatures").size() < 3)
    throw configuration.error_at("kramers.temperatures", "three temperatures are needed");
  names.insert(names.end(), own_parts.begin(), own_parts.end());
  std::vector<frame::Part> all;
  for (const std::string& part : names) {
    all.push_back({part, [=] {
                     frame::Plan plan;
                     plan.runs.push_back({part_check_ids(configuration, part),
                                          [=](io::Group& group, frame::Progress& progress) {
                                            return run_part(configuration, part, run_settings(configuration),
                                                            group, progress);
                                          }});
                     return plan;
                   }});
  }
  return frame::chosen_parts_or_problems(configuration, all);
}

}  // namespace

std::vector<std::string> part_check_ids(const io::Configuration& configuration, const std::string& part) {
  if (part == "kramers") return kramers_check_ids();
  if (part == "reflected") return reflected_problem(configuration), reflected_check_ids();
  if (part == "absorbed") return absorbed_check_ids(absorbed_problem(configuration));
  if (is_box(configuration, part)) return box_check_ids(make_box_problem(configuration, part));
  return exit_check_ids(exit_problem(configuration, part));
}

Settings run_settings(const io::Configuration& configuration) {
  Settings settings;
  settings.seed = static_cast<std::uint64_t>(configuration.integer("run.seed"));
  settings.z = frame::z_of(parts(configuration));
  return settings;
}

std::vector<verify::Check> run_part(const io::Configuration& configuration, const std::string& part,
                                    const Settings& settings, io::Group& group, frame::Progress& progress) {
  if (part == "kramers") return kramers_part(configuration.numbers("kramers.temperatures"), group);
  if (part == "reflected") return reflected_part(reflected_problem(configuration), settings, group, progress);
  if (part == "absorbed") return absorbed_part(absorbed_problem(configuration), settings, group, progress);
  if (is_box(configuration, part))
    return box_part(make_box_problem(configuration, part), settings, group, progress);
  return exit_part(exit_problem(configuration, part), settings, group, progress);
}

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "first_passage",
       .question = "When do paths leave an interval, and what does the step size do to the answer?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       // paths alone
       .scales = {{"quick", 1.0 / 30, 1, 1}, {"standard", 1, 1, 1}, {"full", 4, 1, 1}},
       .parts = parts});
}

}  // namespace kolmo::first_passage
