#include "multilevel/any_part.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "multilevel/expectation.hpp"
#include "multilevel/grid_expectation.hpp"
#include "multilevel/kept_levels.hpp"
#include "multilevel/rung.hpp"

namespace kolmo::multilevel {
namespace {

/// Runs of the first accuracy where a value is expected.
constexpr int repeats = 10;
constexpr Index trial_samples = 4096, most_base_steps = 65536;
/// Of the spread: what estimates may be off by before agreement says nothing.
constexpr double widest = 0.5;

double variance(const RunningMoments& moments) {
  const double error = moments.mean_estimate().standard_error;
  return error * error * static_cast<double>(moments.size());
}

class AnyStudy {
 public:
  AnyStudy(const AnyProblem& problem, const Settings& settings, frame::Progress& progress)
      : problem_(problem), settings_(settings), progress_(progress) {}

  sde::LevelSampler sampler(const std::string& use, int number, Index base_steps) const {
    return kept(
        settings_.sampler({.process = *problem_.given.process,
                           .scheme = *problem_.scheme,
                           .end = problem_.time,
                           .base_steps = base_steps,
                           .initial = problem_.starts(),
                           .phi = problem_.phi(),
                           .stream = RandomStream(settings_.seed)
                                         .role("multilevel/problem/" + problem_.given.name + "/" + use)
                                         .role("number", static_cast<std::uint64_t>(number))}),
        use + " " + number_text(number) + ", from " + number_text(base_steps) + " steps", progress_);
  }

  /// The least power of 2 from which on a correction has less than half of the variance of what it corrects.
  Index find_base_steps() const {
    if (problem_.base_steps > 0) return problem_.base_steps;
    for (Index base = 1; base <= most_base_steps; base *= 2) {
      try {
        const sde::LevelSamples trial = sampler("trial", 0, base)(1, 0, trial_samples);
        if (variance(trial.difference) <= variance(trial.fine) / 2) return base;
      } catch (const NumericalFailure&) {
        continue;  // paths explode with steps as long as these
      }
    }
    throw NumericalFailure(problem_.given.name + ": with " + number_text(most_base_steps) +
                           " steps paths still explode or levels share no noise; try another "
                           "multilevel.scheme or a shorter time");
  }

  double spread(Index base_steps) const {
    const double deviation = std::sqrt(variance(sampler("trial", 1, base_steps)(1, 0, trial_samples).fine));
    if (deviation > 0 && std::isfinite(deviation)) return deviation;
    throw NumericalFailure(problem_.given.name + ": the observable '" + problem_.observable_text +
                           "' has a spread of " + number_text(deviation) +
                           " in 4096 paths: nothing to estimate");
  }

  Rung rung(int number, double accuracy, Index base_steps, int runs) const {
    Rung rung{accuracy, {}};
    const sde::MultilevelOptions options{
        .accuracy = accuracy,
        .order_weak = problem_.scheme->claim().order(Sense::weak, Context::general).value()};
    for (int repeat = 0; repeat < runs; ++repeat)
      rung.runs.push_back(sde::multilevel(sampler("rung", number * repeats + repeat, base_steps), options));
    return rung;
  }

  /// As many steps as the finest level of `like` took, half of its accuracy's square for noise.
  Estimate plain(const Rung& like, Index base_steps, double variance) const {
    const auto levels = static_cast<int>(like.shown().levels.size());
    const double half = like.accuracy / std::numbers::sqrt2;
    const auto samples = static_cast<Index>(std::max(1024.0, std::ceil(variance / (half * half))));
    return sampler("plain", 0, base_steps << (levels - 1))(0, 0, samples).fine.mean_estimate();
  }

 private:
  const AnyProblem& problem_;
  const Settings& settings_;
  frame::Progress& progress_;
};

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

/// |observed − expected| ≤ z s + b, unresolved where that is wide beside the spread.
void compare(std::vector<verify::Check>& checks, const std::string& id, Estimate expected, Estimate observed,
             double z, double bias, double spread, const std::string& source) {
  const double error = std::hypot(expected.standard_error, observed.standard_error);
  verify::Check check = verify::estimate_check(id, expected.value, {observed.value, error}, z, bias, source);
  verify::require_power(check, widest * spread);
  checks.push_back(std::move(check));
}

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
    const int runs = k == 0 && problem.expected ? repeats : 1;
    rungs.push_back(study.rung(static_cast<int>(k), unit * problem.accuracies[k], base_steps, runs));
    progress.advance(1);
  }
  const Estimate plain = study.plain(rungs.front(), base_steps, spread * spread);
  const double first_bias = rungs.front().accuracy / std::numbers::sqrt2;
  const Estimate reference = problem.expected ? Estimate{*problem.expected, 0} : plain;
  std::vector<verify::Check> checks;
  for (std::size_t k = 0; k < rungs.size(); ++k) {
    const sde::MultilevelEstimate& run = rungs[k].shown();
    const double bias = rungs[k].accuracy / std::numbers::sqrt2 + (problem.expected ? 0 : first_bias);
    compare(checks, name + "/estimate/" + rung_name(problem.accuracies[k]), reference,
            {run.value, run.standard_error}, z, bias, spread,
            problem.expected ? "as given: multilevel.expected" : "plain Monte Carlo");
  }
  if (problem.expected) checks.push_back(rmse_check(name + "/rmse", rungs.front(), *problem.expected, z));
  const sde::MultilevelEstimate& best = rungs.back().shown();
  const double best_bias = rungs.back().accuracy / std::numbers::sqrt2;
  compare(checks, name + "/plain", {best.value, best.standard_error}, plain, z, first_bias + best_bias,
          spread, "the finest multilevel estimate");
  group.attribute("title",
                  problem.given.title.empty() ? "E " + problem.observable_text : problem.given.title);
  group.attribute("statement", problem.given.statement);
  group.attribute("observable", problem.observable_text);
  scalar(group, "time", problem.time, "time at which the mean is taken");
  scalar(group, "spread", spread, "standard deviation of the observable, by 4096 paths");
  scalar(group, "base_steps", static_cast<double>(base_steps), "steps of the coarsest level");
  scalar(group, "plain", plain.value, "plain Monte Carlo");
  scalar(group, "plain_standard_error", plain.standard_error, "its standard error");
  if (problem.expected) scalar(group, "exact", *problem.expected, "the mean as it is known");
  if (problem.has_grid()) {
    const GridExpectation grid = grid_expectation(problem);
    scalar(group, "grid", grid.value, "the mean by the Fokker-Planck grid");
    scalar(group, "grid_error", grid.error_bound, "what finer grids change");
    compare(checks, name + "/grid", {grid.value, 0}, {best.value, best.standard_error}, z,
            best_bias + grid.error_bound, spread, "outcome of the Fokker-Planck grid");
  }
  write_ladder(rungs, group.group("cost/" + problem.scheme->claim().name), problem.expected);
  progress.finish();
  return checks;
}

}  // namespace kolmo::multilevel
