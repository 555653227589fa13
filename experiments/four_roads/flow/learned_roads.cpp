#include "four_roads/flow/learned_roads.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/flow/learned_model.hpp"
#include "four_roads/flow/sampler_road.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/score/network/score_error.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index error_points = 8192;
/// Of ln σ between two levels at which the score's error is measured: Simpson's rule then errs by far less
/// than the sampling of 8192 points where the error is as smooth as the network.
constexpr double level_width = 0.15;

RoadSettings by_sampler(RoadSettings road, const char* otherwise) {
  if (is_sampler(road.scheme)) return road;
  road.scheme = otherwise;
  road.steps = 0;  // those of a stepper
  return road;
}

RoadOutput learned_road(const RoadContext& context, const RoadSettings& road, const char* name) {
  const LearnedModel& learned = *context.problem.learned;
  ScorePtr score = score::learned_score(learned.model, context.problem.intrinsic);
  if (const auto& plant = context.settings.planted.learned_score) score = plant(score);
  const double least = learned.noise.back();
  RoadOutput output = learned_reverse_road(context, road, name, score, least * least);
  output.result.times = learned.times;  // equal but for rounding
  output.result.ingredients = {"the learned score"};
  return output;
}

/// An odd number of levels.
Index levels_between(double from, double to) {
  return 2 * std::max<Index>(1, static_cast<Index>(std::ceil(0.5 * std::log(to / from) / level_width))) + 1;
}

/// The score's error at each time and its integral from the last one.
void measure_error(const RoadContext& context, LearnedFinding& finding) {
  const Problem& problem = context.problem;
  const LearnedModel& learned = *problem.learned;
  const auto n = static_cast<Index>(learned.times.size());
  for (Eigen::ArrayXd* numbers :
       {&finding.absolute, &finding.relative, &finding.girsanov, &finding.girsanov_bound})
    numbers->resize(n);
  double sum = 0, variance = 0;
  for (Index i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i) + 1;
    const RandomStream stream =
        context.stream("learned score").role("stretch", static_cast<std::uint64_t>(i));
    const double noise = learned.noise[at], above = learned.noise[at - 1];
    const Estimate stretch = score::error_curve(*problem.initial, *learned.model, noise, above,
                                                levels_between(noise, above), error_points, stream)
                                 .girsanov;
    sum += stretch.value;
    variance += stretch.standard_error * stretch.standard_error;
    const score::ScoreError error =
        score::score_error(*problem.initial, *learned.model, noise, error_points, stream.role("time"));
    const double alpha = exact_kernel(*problem.intrinsic, 0, learned.clock[at])->scale;
    finding.absolute(i) = error.absolute.value / (alpha * alpha);
    finding.relative(i) = error.relative();
    finding.girsanov(i) = sum;
    finding.girsanov_bound(i) = sum + context.z() * std::sqrt(variance);
  }
}

verify::RoadResult exact_laws(const RoadContext& context) {
  const LearnedModel& learned = *context.problem.learned;
  verify::RoadResult exact;
  exact.name = road::exact;
  exact.source = "closed form";
  exact.times = learned.times;
  for (std::size_t i = 0; i < exact.times.size(); ++i)
    exact.snapshots.push_back(exact_snapshot(context, context.problem.marginal(learned.clock[i + 1]),
                                             "learned/points/" + number_text(i)));
  return exact;
}

/// Which snapshot of the finding a check is of: its id ends with the time.
Index snapshot_of(const verify::Check& check, const std::vector<double>& times) {
  const auto found = std::find_if(times.begin(), times.end(),
                                  [&](double time) { return check.id.ends_with("/t=" + number_text(time)); });
  return found - times.begin();
}

/// √(K/2) more than noise and steps allow; of the flow with 2K, and no failure.
void allow_for_score(double girsanov, bool flow, verify::Check& check) {
  const double allowed = std::sqrt((flow ? 2 : 1) * girsanov / 2);
  check.bias_bound += allowed;
  check.tolerance += allowed;
  check.source = flow ? "Girsanov's bound, twice" : "Girsanov and Pinsker";
  check.note = "the score's own error allows " + number_text(allowed, 3);
  verify::give_verdict(check);
  if (!flow || check.verdict != verify::Verdict::fail) return;
  check.verdict = verify::Verdict::unresolved;
  check.note += "; no theorem bounds the flow by it: train longer, or take the reverse SDE";
}

}  // namespace

RoadOutput learned_sde_road(const RoadContext& context) {
  return learned_road(context, by_sampler(context.problem.reverse, "ancestral"), road::reverse_sde_learned);
}

RoadOutput learned_flow_road(const RoadContext& context) {
  return learned_road(context, by_sampler(context.problem.reverse_flow, "dpmpp_2m"),
                      road::reverse_flow_learned);
}

LearnedFinding judge_learned(const RoadContext& context, const std::vector<RoadOutput>& roads) {
  LearnedFinding finding;
  measure_error(context, finding);
  std::vector<verify::RoadResult> compared = {exact_laws(context)};
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const RoadOutput& output : roads) {
    if (output.result.name != road::reverse_sde_learned && output.result.name != road::reverse_flow_learned)
      continue;
    compared.push_back(output.result);
    pairs.emplace_back(output.result.name, road::exact);
  }
  verify::Certificate found =
      verify::certify(context.problem.name, compared, pairs, context.settings.false_alarms, {});
  finding.distances = std::move(found.distances);
  for (verify::Check& check : found.checks) {
    if (check.id.find("/ks_") == std::string::npos) continue;
    const Index i = snapshot_of(check, context.problem.learned->times);
    const bool flow = check.id.find(road::reverse_flow_learned) != std::string::npos;
    allow_for_score(finding.girsanov_bound(i), flow, check);
    finding.checks.push_back(std::move(check));
  }
  return finding;
}

std::vector<std::string> learned_comparison_ids(const Problem& problem) {
  std::vector<std::string> ids;
  if (problem.learned == nullptr) return ids;
  for (const char* road : {road::reverse_sde_learned, road::reverse_flow_learned})
    for (const double time : problem.learned->times)
      for (const Projection& projection : projections(problem))
        ids.push_back(verify::comparison_id(problem.name, road, road::exact, "ks_" + projection.name, time));
  return ids;
}

}  // namespace kolmo::four_roads
