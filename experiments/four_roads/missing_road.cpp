#include "four_roads/missing_road.hpp"

#include "four_roads/flow/sampler_road.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::four_roads {
namespace {

/// Four times as many as the road had; `otherwise` where it chose them itself.
std::string more(Index had, Index otherwise) { return number_text(had > 0 ? 4 * had : otherwise); }

bool says(const std::string& reason, const char* what) { return reason.find(what) != std::string::npos; }

}  // namespace

MissingRoad missing_road(const Problem& problem, const std::string& road, const std::string& reason) {
  if (road == road::sde) {
    if (!problem.sde.scheme.empty() && problem.sde.scheme != "drift_implicit_trapezoid")
      return {road, reason, "sde.scheme", "\"drift_implicit_trapezoid\""};
    return {road, reason, "sde.steps", more(problem.sde.steps, 20000)};
  }
  if (road == road::fokker_planck) {
    if (says(reason, "outside the domain")) return {road, reason, "domain", "a wider one"};
    if (says(reason, "centre of the axis of p"))
      return {road, reason, "domain", "one whose momenta reach as far below 0 as above"};
    if (says(reason, "beyond the axis of p")) return {road, reason, "domain", "one of larger momenta"};
    if (says(reason, "cells"))
      return {road, reason, "fokker_planck.cells", more(problem.fokker_planck.cells, 8192)};
    return {road, reason, "fokker_planck.steps", more(problem.fokker_planck.steps, 8000)};
  }
  if (road == road::probability_flow || road == road::reverse_flow) {
    if (says(reason, "the grid"))
      return {road, reason, "fokker_planck.cells", more(problem.fokker_planck.cells, 8192)};
    const bool there = road == road::probability_flow;
    const RoadSettings& flow = there ? problem.ode : problem.reverse_flow;
    if (goes_by_sampler(problem, road))
      return {road, reason, there ? "ode.steps" : "reverse.flow_steps", more(flow.steps, 1024)};
    return {road, reason, "ode.tolerance", "1e-4"};
  }
  if (road == road::jko) {
    // in the plane the steps were halved before it was given up: a valley that the coarsest cells do not see
    if (problem.dimension() > 1) return {road, reason, "jko.cells", more(problem.jko.cells, 384)};
    return {road, reason, "jko.steps", more(problem.jko.steps, 8000)};
  }
  return {road, reason, "reverse.steps", more(problem.reverse.steps, 8000)};
}

bool is_needed(const Problem& problem, const MissingRoad& missing) {
  const bool flow = missing.road == road::probability_flow;
  const bool same_noise = problem.intrinsic->noise_kind() == process::NoiseKind::scalar;
  if (problem.dimension() == 1 && (!flow || same_noise)) return true;
  if (missing.road == road::jko) return problem.jko.asked;
  return !flow || problem.linear || problem.ode.asked;
}

verify::Check check_of(const Problem& problem, const MissingRoad& missing) {
  verify::Check check;
  check.id = problem.name + "/" + missing.road + "/went";
  check.expected = 1;
  check.observed = 0;
  check.verdict = verify::Verdict::unresolved;
  check.source = "the road was asked for";
  check.note = "this road could not go: " + missing.reason +
               "; the others are compared without it; try problem." + problem.name + "." + missing.key +
               " = " + missing.value;
  return check;
}

}  // namespace kolmo::four_roads
