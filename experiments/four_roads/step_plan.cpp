#include "four_roads/step_plan.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::four_roads {
namespace {

/// Stops at start + shortest 2^k until steps are as long as they may be or the end is reached; none within a
/// fifth of its own time of a snapshot, where it would leave a sliver.
std::vector<double> octaves(const Problem& problem, const StepRule& rule, double start) {
  std::vector<double> stops;
  for (double t = rule.shortest; t < problem.clock.back() - start && t / 2 < rule.longest * rule.per_octave;
       t *= 2) {
    const bool near = std::any_of(problem.clock.begin() + 1, problem.clock.end(),
                                  [&](double stop) { return std::abs(stop - start - t) < 0.2 * t; });
    if (!near) stops.push_back(start + t);
  }
  return stops;
}

/// At least one step each, a multiple of `multiple`.
Index count_of(double length, double step, Index multiple) {
  const double units = std::ceil(length / step / static_cast<double>(multiple) * (1 - 1e-9));
  require(units < 1e9, "steps of one interval", units, "must be fewer than 1e9");
  return multiple * std::max<Index>(1, static_cast<Index>(units));
}

}  // namespace

Schedule StepPlan::at_level(int level) const {
  Schedule coarser = schedule;
  for (Index& count : coarser.steps) count >>= level;
  return coarser;
}

StepPlan graded_plan(const Problem& problem, const StepRule& rule, double start) {
  require(rule.shortest > 0 && std::isfinite(rule.shortest), "shortest", rule.shortest,
          "must be finite and > 0");
  require(rule.per_octave >= 1, "per_octave", rule.per_octave, "must be at least 1");
  require(rule.longest > 0, "longest", rule.longest, "must be > 0");
  require(start < problem.clock[1], "start", start, "must lie before the first of the times");
  StepPlan plan;
  auto& [stops, steps] = plan.schedule;
  stops = octaves(problem, rule, start);
  stops.push_back(start);
  stops.insert(stops.end(), problem.clock.begin() + 1, problem.clock.end());
  std::sort(stops.begin(), stops.end());
  const Index multiple = Index{1} << (problem.levels - 1);
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const auto at = std::find(problem.clock.begin() + 1, problem.clock.end(), stops[i]);
    plan.snapshot.push_back(at == problem.clock.end() || i == 0 ? -1 : at - problem.clock.begin() - 1);
    if (i == 0) continue;
    const double from = stops[i - 1] - start;
    const double step = std::min(std::max(from, rule.shortest) / rule.per_octave, rule.longest);
    steps.push_back(count_of(stops[i] - stops[i - 1], step, multiple));
  }
  return plan;
}

StepPlan even_plan(const Problem& problem, Index steps) {
  StepPlan plan{{problem.clock, share_steps(problem.clock, steps, problem.levels)}, {}};
  for (std::size_t i = 0; i < problem.clock.size(); ++i) plan.snapshot.push_back(static_cast<Index>(i) - 1);
  return plan;
}

}  // namespace kolmo::four_roads
