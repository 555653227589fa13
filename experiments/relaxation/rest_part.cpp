#include "relaxation/rest_part.hpp"

#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::relaxation {

std::vector<std::string> rest_check_names(const RestProblem& problem) {
  std::vector<std::string> names;
  for (const auto& more : {stationary_check_names(problem), spectrum_check_names(problem),
                           decay_check_names(problem), passage_check_names(problem)})
    names.insert(names.end(), more.begin(), more.end());
  return names;
}

void rest_part(const RestProblem& problem, const Settings& settings, frame::Findings& findings) {
  const problem::Problem& given = problem.given;
  findings.group().attribute("title", given.title.empty() ? "Relaxation: " + given.name : given.title);
  findings.group().attribute("statement", given.statement);
  findings.group().attribute("detailed_balance", has_detailed_balance(problem) ? "yes" : "no");
  study_stationary(problem, settings, findings);
  throw_if_stopped();
  study_spectrum(problem, settings, findings);
  throw_if_stopped();
  study_decay(problem, settings, findings);
  throw_if_stopped();
  if (problem.from) study_passage(problem, settings, findings);
}

}  // namespace kolmo::relaxation
