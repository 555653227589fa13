#include "multilevel/any_study.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "multilevel/kept_levels.hpp"

namespace kolmo::multilevel {
namespace {

constexpr Index trial_samples = 4096, most_base_steps = 65536;

double variance(const RunningMoments& moments) {
  const double error = moments.mean_estimate().standard_error;
  return error * error * static_cast<double>(moments.size());
}

}  // namespace

AnyStudy::AnyStudy(const AnyProblem& problem, const Settings& settings, frame::Progress& progress)
    : problem_(problem), settings_(settings), progress_(progress) {
  if (!problem.walls.empty()) walls_ = std::make_unique<sde::Walls>(problem.walls);
}

sde::LevelSampler AnyStudy::sampler(const std::string& use, int number, Index base_steps) const {
  return kept(settings_.sampler({.process = *problem_.kept.process,
                                 .scheme = *problem_.scheme,
                                 .end = problem_.time,
                                 .base_steps = base_steps,
                                 .initial = problem_.starts(),
                                 .phi = problem_.phi(),
                                 .walls = walls_.get(),
                                 .stream = RandomStream(settings_.seed)
                                               .role("multilevel/problem/" + problem_.given.name + "/" + use)
                                               .role("number", static_cast<std::uint64_t>(number))}),
              use + " " + number_text(number) + ", from " + number_text(base_steps) + " steps", progress_);
}

Index AnyStudy::find_base_steps() const {
  if (problem_.base_steps > 0) return problem_.base_steps;
  std::string said = "levels share no noise";
  for (Index base = 1; base <= most_base_steps; base *= 2) {
    try {
      const sde::LevelSamples trial = sampler("trial", 0, base)(1, 0, trial_samples);
      if (variance(trial.difference) <= variance(trial.fine) / 2) return base;
    } catch (const NumericalFailure& failure) {
      said = failure.what();  // paths explode with steps as long as these
    }
  }
  throw NumericalFailure(
      problem_.given.name + ": no number of steps up to " + number_text(most_base_steps) +
      " is enough for the coarsest level: " + said +
      "; try another multilevel.scheme (drift_implicit_trapezoid, tamed_euler), or an earlier "
      "multilevel.time");
}

double AnyStudy::spread(Index base_steps) const {
  const double deviation = std::sqrt(variance(sampler("trial", 1, base_steps)(1, 0, trial_samples).fine));
  if (deviation > 0 && std::isfinite(deviation)) return deviation;
  throw NumericalFailure(
      problem_.given.name + ": the observable '" + problem_.observable_text + "' has a spread of " +
      number_text(deviation) + " in 4096 paths: nothing to estimate" +
      (problem_.absorbs() ? " (it counts 0 where an absorbing side has ended a path)" : ""));
}

Rung AnyStudy::rung(int number, double accuracy, Index base_steps, int runs) const {
  Rung rung{accuracy, {}};
  const sde::MultilevelOptions options{.accuracy = accuracy, .order_weak = problem_.order_weak()};
  for (int repeat = 0; repeat < runs; ++repeat)
    rung.runs.push_back(
        sde::multilevel(sampler("rung", number * most_repeats + repeat, base_steps), options));
  return rung;
}

Estimate AnyStudy::plain(const Rung& like, Index base_steps, double variance) const {
  const auto levels = static_cast<int>(like.shown().levels.size());
  const double half = like.accuracy / std::numbers::sqrt2;
  const auto samples = static_cast<Index>(std::max(1024.0, std::ceil(variance / (half * half))));
  return sampler("plain", 0, base_steps << (levels - 1))(0, 0, samples).fine.mean_estimate();
}

}  // namespace kolmo::multilevel
