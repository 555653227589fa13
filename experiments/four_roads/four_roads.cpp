#include "four_roads/four_roads.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>

#include "four_roads/comparison/compare_references.hpp"
#include "four_roads/comparison/quantities.hpp"
#include "four_roads/comparison/quantity_table.hpp"
#include "four_roads/grid/grid_scores.hpp"
#include "four_roads/labels.hpp"
#include "four_roads/problem/escape.hpp"
#include "four_roads/problem/kinks.hpp"
#include "four_roads/problem/singular_walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::four_roads {
namespace {

const RoadOutput* find(const std::vector<RoadOutput>& roads, const std::string& name) {
  for (const RoadOutput& output : roads) {
    if (output.result.name == name) return &output;
  }
  return nullptr;
}

/// What `road` gives, or why it could not go: the other roads do without it.
template <class Road>
void run_road(const RoadContext& context, const char* name, const Road& road, ProblemResult& result) {
  const auto missing = [&](const std::string& reason) {
    result.missing.push_back(missing_road(context.problem, name, reason));
  };
  try {
    result.roads.push_back(road());
  } catch (const NumericalFailure& error) {
    missing(error.what());
  } catch (const InvalidArgument& error) {
    missing(std::string("it came to an argument that is not allowed: ") + error.what());
  } catch (const std::bad_alloc&) {
    missing("it needs more memory than the machine gives");
  }
}

void run_roads(const RoadContext& context, ProblemResult& result) {
  const Problem& problem = context.problem;
  result.roads.reserve(10);  // references to results stay valid
  const auto run = [&](bool enabled, const char* name, const auto& road) {
    if (enabled) run_road(context, name, road, result);
  };
  run(problem.linear, road::exact, [&] { return exact_road(context); });
  run(problem.sde.enabled, road::sde, [&] { return sde_road(context); });
  const RoadOutput* paths = find(result.roads, road::sde);
  const verify::RoadResult* statistical = paths != nullptr ? &paths->result : nullptr;
  GridScores grid_scores;
  const bool score_from_grid = problem.ode.enabled && !problem.linear;
  run(problem.fokker_planck.enabled, road::fokker_planck, [&] {
    return grid_road(context, statistical, result.effects, score_from_grid ? &grid_scores : nullptr);
  });
  run(problem.ode.enabled, road::probability_flow, [&] {
    if (score_from_grid && grid_scores.process == nullptr) {
      throw NumericalFailure("its score is that of the grid's density, and the grid could not go");
    }
    return flow_road(context, score_from_grid ? &grid_scores : nullptr);
  });
  run(problem.jko.enabled, road::jko, [&] { return jko_road(context, statistical); });
  run(problem.reverse.enabled, road::reverse_sde, [&] { return reverse_sde_road(context); });
  run(problem.reverse.enabled, road::reverse_flow, [&] { return reverse_flow_road(context); });
  const bool learned = problem.learned != nullptr;
  run(learned, road::reverse_sde_learned, [&] { return learned_sde_road(context); });
  run(learned, road::reverse_flow_learned, [&] { return learned_flow_road(context); });
}

/// Throws NumericalFailure where there is nothing to show.
void refuse_no_road(const ProblemResult& result) {
  const auto went = [](const RoadOutput& output) { return output.result.name != road::exact; };
  if (std::any_of(result.roads.begin(), result.roads.end(), went)) return;
  std::string reasons;
  for (const MissingRoad& missing : result.missing) {
    reasons += "; " + missing.road + ": " + missing.reason + " (" + missing.key + " = " + missing.value + ")";
  }
  throw NumericalFailure("no road could go" + reasons);
}

/// In what each quantity of each road is measured.
void set_spreads(const Problem& problem, verify::RoadResult& road) {
  for (verify::RoadSnapshot& snapshot : road.snapshots) {
    for (auto& [name, entry] : snapshot.quantities)
      entry.spread = quantity(name).spread({problem, snapshot.laws, entry.value});
  }
}

/// What a kink does to the roads, in their words: no order is claimed, and none is judged.
void say_kinks(const Problem& problem, ProblemResult& result) {
  const std::string words = kinks_in_words(problem);
  if (words.empty()) return;
  for (RoadOutput& output : result.roads)
    output.resolution += (output.resolution.empty() ? "" : "; ") + words + ": no order is claimed";
  for (MissingRoad& missing : result.missing) {
    missing.reason = words + "; " + missing.reason;
    missing.key = "process.potential";
    missing.value = "one that is smooth, as sqrt(x^2+0.01) for abs(x)";
  }
}

void certify_roads(const RoadContext& context, ProblemResult& result) {
  std::vector<verify::RoadResult> roads;
  for (const RoadOutput& output : result.roads) roads.push_back(output.result);
  // A 2 % change of the forward drift says nothing of the way back.
  std::vector<std::pair<std::string, std::string>> forward, backward;
  for (const auto& pair : road_pairs(context.problem)) {
    if (find(result.roads, pair.first) != nullptr && find(result.roads, pair.second) != nullptr) {
      (is_reverse(pair.first) ? backward : forward).push_back(pair);
    }
  }
  context.progress.start(1, context.problem.name + ": certificate");
  result.certificate =
      verify::certify(context.problem.name, roads, forward, context.settings.false_alarms, result.effects);
  verify::Certificate back =
      verify::certify(context.problem.name, roads, backward, context.settings.false_alarms, {});
  const auto append = [](auto& to, auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  append(result.certificate.checks, back.checks);
  append(result.certificate.distances, back.distances);
}

/// "two roads, SDE paths and Fokker–Planck grid": those that went, but for the way back.
std::string roads_in_words(const ProblemResult& result) {
  std::vector<std::string> labels;
  for (const RoadOutput& output : result.roads)
    if (!is_reverse(output.result.name)) labels.push_back(road_label(output.result.name).label);
  constexpr std::array<const char*, 6> counts = {"no road",     "one road",   "two roads",
                                                 "three roads", "four roads", "five roads"};
  std::string words = counts.at(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i)
    words += (i == 0 ? ", " : i + 1 < labels.size() ? ", " : " and ") + labels[i];
  if (labels.size() == 2) words += "; what both have wrong alike is not seen";
  return labels.size() < 2 ? words + ": nothing is compared with it" : words;
}

/// One road alone certifies nothing, whatever its own checks say.
void add_unless_two(const Problem& problem, ProblemResult& result) {
  const auto forward = std::count_if(result.roads.begin(), result.roads.end(), [](const RoadOutput& output) {
    return !is_reverse(output.result.name);
  });
  if (forward >= 2) return;
  verify::Check check;
  check.id = problem.name + "/certificate/two_roads";
  check.expected = 2;
  check.observed = static_cast<double>(forward);
  check.verdict = verify::Verdict::unresolved;
  check.source = "a certificate compares roads";
  check.note = "it rests on " + result.rests_on;
  for (const RoadNotThere& road : problem.not_there)
    check.note += "; " + road_label(road.road).label + ": " + road.reason;
  result.checks.push_back(std::move(check));
}

}  // namespace

ProblemResult run_problem(const Problem& stated, const RunSettings& settings, frame::Progress& progress) {
  const Problem problem = within_finite_stretch(stated);
  const RoadContext context{problem, settings, progress};
  ProblemResult result;
  run_roads(context, result);
  throw_if_stopped();
  refuse_no_road(result);
  for (RoadOutput& output : result.roads) set_spreads(problem, output.result);
  say_kinks(problem, result);
  certify_roads(context, result);
  result.rests_on = roads_in_words(result);
  result.checks = result.certificate.checks;
  if (problem.learned != nullptr) {
    context.progress.start(1, problem.name + ": the learned score");
    result.learned = judge_learned(context, result.roads);
    result.checks.insert(result.checks.end(), result.learned->checks.begin(), result.learned->checks.end());
  }
  compare_references(context, result);
  for (const RoadOutput& output : result.roads) {
    result.checks.insert(result.checks.end(), output.checks.begin(), output.checks.end());
  }
  for (const MissingRoad& missing : result.missing)
    if (is_needed(problem, missing)) result.checks.push_back(check_of(problem, missing));
  add_unless_two(problem, result);
  put_escape_first(problem, result.checks);
  verify::require_unique_ids(result.checks);
  return result;
}

}  // namespace kolmo::four_roads
