#include "relaxation/rest_part.hpp"

#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::relaxation {

std::vector<std::string> rest_check_names(const RestProblem& problem) {
  std::vector<std::string> names;
  const auto add = [&names](const std::vector<std::string>& more) {
    names.insert(names.end(), more.begin(), more.end());
  };
  if (problem.is_absorbed()) {
    add(spectrum_check_names(problem));
    add(absorbed_check_names(problem));
    return names;
  }
  add(stationary_check_names(problem));
  add(spectrum_check_names(problem));
  add(decay_check_names(problem));
  add(passage_check_names(problem));
  return names;
}

void rest_part(const RestProblem& problem, const Settings& settings, frame::Findings& findings) {
  const problem::Problem& given = problem.given;
  findings.group().attribute("title", given.title.empty() ? "Relaxation: " + given.name : given.title);
  findings.group().attribute("statement", given.statement);
  if (problem.is_absorbed()) {
    study_spectrum(problem, settings, findings);
    throw_if_stopped();
    study_absorbed(problem, settings, findings);
    return;
  }
  findings.group().attribute("detailed_balance", has_detailed_balance(problem) ? "yes" : "no");
  study_stationary(problem, settings, findings);
  throw_if_stopped();
  study_spectrum(problem, settings, findings);
  throw_if_stopped();
  study_decay(problem, settings, findings);
  throw_if_stopped();
  if (problem.from) study_passage(problem, settings, findings);
}

std::vector<std::string> write_axes(const RestProblem& problem, const Grid& grid, io::Group& group) {
  std::vector<std::string> axes;
  for (Index k = grid.dimension() - 1; k >= 0; --k) {
    const std::string& variable = problem.given.names.variables[static_cast<std::size_t>(k)];
    Eigen::ArrayXd centres(grid.axis(k).cells);
    for (Index i = 0; i < centres.size(); ++i) centres(i) = grid.axis(k).centre(i);
    group.scale(variable, centres, {variable, "1"});
    axes.push_back(variable);
  }
  return axes;
}

}  // namespace kolmo::relaxation
