#include "relaxation/experiment.hpp"

#include <algorithm>

#include "frame/definition.hpp"
#include "frame/findings.hpp"
#include "frame/problem/free_name.hpp"
#include "relaxation/kramers_part.hpp"
#include "relaxation/linear_part.hpp"
#include "relaxation/mixture_part.hpp"
#include "relaxation/plane_part.hpp"
#include "relaxation/rest_part.hpp"
#include "relaxation/schema.hpp"
#include "relaxation/well_part.hpp"

#include "kolmo/core/number_text.hpp"

namespace kolmo::relaxation {
namespace {

const std::vector<std::string> first_parts{"ornstein_uhlenbeck", "mixture"}, last_parts{"kramers", "plane"};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

LinearProblem linear_problem(const io::Configuration& configuration) {
  const auto number = [&](const std::string& key) {
    return configuration.number("ornstein_uhlenbeck." + key);
  };
  const LinearProblem problem{number("theta"), number("sigma"), number("mean"), number("variance"),
                              configuration.integer("ornstein_uhlenbeck.cells")};
  const double rest = problem.sigma * problem.sigma / (2 * problem.theta);
  if (std::abs(problem.variance / rest - 1) < 0.1)
    throw configuration.error_at("ornstein_uhlenbeck.variance",
                                 "must differ from that at rest, sigma^2/(2 theta), by a tenth");
  return problem;
}

void require_falling(const io::Configuration& configuration, const std::string& key, std::size_t least) {
  const std::vector<double>& values = configuration.numbers(key);
  if (values.size() < least)
    throw configuration.error_at(key, "at least " + number_text(least) + " temperatures are needed");
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (!(values[i] < values[i - 1])) throw configuration.error_at(key, "must fall");
  }
}

KramersProblem kramers_problem(const io::Configuration& configuration) {
  require_falling(configuration, "kramers.temperatures", 2);
  require_falling(configuration, "kramers.low", 4);
  return {configuration.numbers("kramers.temperatures"), configuration.numbers("kramers.low"),
          configuration.integer("kramers.cells"), configuration.integer("kramers.cells_between")};
}

PlaneProblem plane_problem(const io::Configuration& configuration) {
  require_falling(configuration, "plane.low", 4);
  return {configuration.integer("plane.cells"), configuration.numbers("plane.low")};
}

/// What the name of a part stands for.
bool is_problem(const io::Configuration& configuration, const std::string& part) {
  return contains(configuration.names("problem"), part);
}

/// Those of run.parts or run.problems where one of them is given.
std::vector<frame::Part> parts(const io::Configuration& configuration) {
  std::vector<std::string> names = first_parts;
  for (const std::string& name : configuration.names("well")) {
    frame::require_free_name(configuration, "well", name, first_parts);
    frame::require_free_name(configuration, "well", name, last_parts);
    names.push_back(name);
  }
  for (const std::string& name : configuration.names("problem")) {
    frame::require_free_name(configuration, "problem", name, names);
    frame::require_free_name(configuration, "problem", name, last_parts);
    names.push_back(name);
  }
  names.insert(names.end(), last_parts.begin(), last_parts.end());
  std::vector<frame::Part> all;
  for (const std::string& part : names) {
    all.push_back({part, [=] {
                     frame::Plan plan;
                     plan.runs.push_back(
                         {part_check_ids(configuration, part), [=](io::Group& group, frame::Progress&) {
                            return run_part(configuration, part, {}, group);
                          }});
                     return plan;
                   }});
  }
  return frame::chosen_parts_or_problems(configuration, all);
}

}  // namespace

std::vector<std::string> part_check_ids(const io::Configuration& configuration, const std::string& part) {
  std::vector<std::string> names;
  if (part == "ornstein_uhlenbeck")
    names = (linear_problem(configuration), linear_check_names());
  else if (part == "mixture")
    names = mixture_check_names();
  else if (part == "kramers")
    names = kramers_check_names(kramers_problem(configuration));
  else if (part == "plane")
    names = (plane_problem(configuration), plane_check_names());
  else if (is_problem(configuration, part))
    names = rest_check_names(make_rest_problem(configuration, part));
  else
    names = well_check_names(make_well(configuration, part));
  for (std::string& name : names) name = part + "/" + name;
  return names;
}

std::vector<verify::Check> run_part(const io::Configuration& configuration, const std::string& part,
                                    const Settings& settings, io::Group& group) {
  frame::Findings findings(part, group);
  if (part == "ornstein_uhlenbeck")
    linear_part(linear_problem(configuration), settings, findings);
  else if (part == "mixture")
    mixture_part(configuration.integer("mixture.cells"), findings);
  else if (part == "kramers")
    kramers_part(kramers_problem(configuration), settings, findings);
  else if (part == "plane")
    plane_part(plane_problem(configuration), settings, findings);
  else if (is_problem(configuration, part))
    rest_part(make_rest_problem(configuration, part), settings, findings);
  else
    well_part(make_well(configuration, part), settings, findings);
  return findings.checks();
}

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "relaxation",
       .question = "How fast does a diffusion forget where it began, and which rate says so?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .parts = parts});
}

}  // namespace kolmo::relaxation
