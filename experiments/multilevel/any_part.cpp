#include "multilevel/any_part.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "multilevel/any_study.hpp"
#include "multilevel/expectation.hpp"
#include "multilevel/grid_expectation.hpp"
#include "multilevel/rung.hpp"

namespace kolmo::multilevel {
namespace {

/// Of the spread: what estimates may be off by before agreement says nothing.
constexpr double widest = 0.5;

void scalar(io::Group& group, const std::string& name, double value, const std::string& words) {
  group.variable(name, {}, io::Data(std::vector<double>{value}), {words, "1"});
}

/// √(Σ (estimate − exact)²/(n ε²)): at most χ² of n degrees where all of the error is noise.
verify::Check rmse_check(const std::string& id, const Rung& rung, double exact, double z) {
  const auto runs = static_cast<double>(rung.runs.size());
  const boost::math::chi_squared_distribution<double> law(runs);
  const double largest = boost::math::quantile(boost::math::complement(law, 2 * normal_upper_tail(z)));
  return verify::judged({.id = id,
                         .observed = std::sqrt(rung.squares(exact) / runs) / rung.accuracy,
                         .tolerance = std::sqrt(largest / runs),
                         .source = "root mean square error in units of eps, chi-squared bound"});
}

void write_ladder(const std::vector<Rung>& rungs, io::Group& group, std::optional<double> exact) {
  write_rungs(rungs, group);
  if (exact) {
    std::vector<double> errors(rungs.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t k = 0; k < rungs.size(); ++k)
      if (rungs[k].repeated())
        errors[k] = std::sqrt(rungs[k].squares(*exact) / static_cast<double>(rungs[k].runs.size()));
    group.variable("rmse", {"accuracy"}, errors, {"root mean square error of the repeats", "1", "", true});
  }
  write_samples(rungs, group);
}

/// What an estimate is held against, and how well that is known itself.
struct Reference {
  double value, error;  ///< its standard error; 0 where it is no estimate
  double bias;          ///< bound
  std::string source, note;
};

Reference estimated(const Estimate& estimate, double bias, const std::string& source) {
  return {estimate.value, estimate.standard_error, bias, source,
          "expected is " + source + ", itself ± " + number_text(estimate.standard_error, 2)};
}

/// |observed − expected| ≤ z s + b, unresolved where that is wide beside the spread. s, which is shown, is
/// the observed one's alone; z times that of the expected one stands in b.
void compare(std::vector<verify::Check>& checks, const std::string& id, const Reference& expected,
             const Estimate& observed, double z, double bias, double spread) {
  verify::Check check = verify::estimate_check(id, expected.value, observed, z,
                                               bias + expected.bias + z * expected.error, expected.source);
  check.note = expected.note;
  verify::require_power(check, widest * spread);
  checks.push_back(std::move(check));
}

void write_study(const AnyProblem& problem, double spread, Index base_steps, const Estimate& plain,
                 io::Group& group) {
  group.attribute("title",
                  problem.given.title.empty() ? "E " + problem.observable_text : problem.given.title);
  group.attribute("statement", problem.given.statement);
  group.attribute("observable", problem.observable_text +
                                    (problem.absorbs() ? ", 0 where a side has absorbed the path" : ""));
  if (!problem.kept.name.empty()) group.attribute("coordinates", problem.kept.name);
  scalar(group, "time", problem.time, "time at which the mean is taken");
  scalar(group, "spread", spread, "standard deviation of the observable, by 4096 paths");
  scalar(group, "base_steps", static_cast<double>(base_steps), "steps of the coarsest level");
  scalar(group, "plain", plain.value, "plain Monte Carlo");
  scalar(group, "plain_standard_error", plain.standard_error, "its standard error");
  if (problem.expected) scalar(group, "exact", *problem.expected, "the mean as it is known");
}

Estimate shown(const Rung& rung) { return {rung.shown().value, rung.shown().standard_error}; }

/// The half of ε² that the squared bias may take.
double bias_of(const Rung& rung) { return rung.accuracy / std::numbers::sqrt2; }

}  // namespace

std::vector<std::string> any_check_ids(const AnyProblem& problem) {
  const std::string& name = problem.given.name;
  std::vector<std::string> ids;
  for (const double accuracy : problem.accuracies) ids.push_back(name + "/estimate/" + rung_name(accuracy));
  if (problem.expected) ids.push_back(name + "/rmse");
  ids.push_back(name + "/plain");
  if (problem.has_grid()) ids.push_back(name + "/grid");
  return ids;
}

std::vector<verify::Check> any_part(const AnyProblem& problem, const Settings& settings, io::Group& group,
                                    frame::Progress& progress) {
  const std::string& name = problem.given.name;
  const double z = verify::z_quantile(settings.comparisons);
  const AnyStudy study(problem, settings, progress);
  progress.start(static_cast<double>(problem.accuracies.size() + 1), name);
  const Index base_steps = study.find_base_steps();
  const double spread = study.spread(base_steps), unit = problem.relative ? spread : 1;
  std::vector<Rung> rungs;
  for (std::size_t k = 0; k < problem.accuracies.size(); ++k) {
    const int runs = k == 0 && problem.expected ? most_repeats : 1;
    rungs.push_back(study.rung(static_cast<int>(k), unit * problem.accuracies[k], base_steps, runs));
    progress.advance(1);
  }
  const Estimate plain = study.plain(rungs.front(), base_steps, spread * spread);
  Reference reference = problem.expected
                            ? Reference{*problem.expected, 0, 0, "as given: multilevel.expected", ""}
                            : estimated(plain, bias_of(rungs.front()), "plain Monte Carlo");
  if (!problem.kept.name.empty())
    reference.note += (reference.note.empty() ? "" : "; ") + ("paths follow the " + problem.kept.name);
  std::vector<verify::Check> checks;
  for (std::size_t k = 0; k < rungs.size(); ++k)
    compare(checks, name + "/estimate/" + rung_name(problem.accuracies[k]), reference, shown(rungs[k]), z,
            bias_of(rungs[k]), spread);
  if (problem.expected) checks.push_back(rmse_check(name + "/rmse", rungs.front(), *problem.expected, z));
  const Rung& best = rungs.back();
  compare(checks, name + "/plain", estimated(shown(best), bias_of(best), "the finest multilevel estimate"),
          plain, z, bias_of(rungs.front()), spread);
  write_study(problem, spread, base_steps, plain, group);
  if (problem.has_grid()) {
    const GridExpectation grid = grid_expectation(problem);
    scalar(group, "grid", grid.value, "the mean by the Fokker-Planck grid");
    scalar(group, "grid_error", grid.error_bound, "what finer grids change");
    compare(checks, name + "/grid",
            {grid.value, 0, grid.error_bound, "outcome of the Fokker-Planck grid", ""}, shown(best), z,
            bias_of(best), spread);
  }
  write_ladder(rungs, group.group("cost/" + problem.scheme->claim().name), problem.expected);
  progress.finish();
  return checks;
}

}  // namespace kolmo::multilevel
