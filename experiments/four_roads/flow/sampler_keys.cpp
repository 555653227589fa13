#include "four_roads/flow/sampler_keys.hpp"

#include "four_roads/flow/sampler_road.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index reverse_sde_steps = 1000;

/// Of one road; `key` is that of its table.
void check_sampler(const KeyReader& keys, const std::string& key, const std::string& scheme_key,
                   const RoadSettings& road, const Problem& problem) {
  if (!road.enabled || !is_sampler(road.scheme)) {
    if (road.t_min > 0 && key == "ode")
      throw keys.wrong(key + ".t_min", "has no effect: '" + road.scheme + "' is no sampler");
    return;
  }
  if (!problem.linear || problem.affine)
    throw keys.wrong(scheme_key,
                     "'" + road.scheme +
                         "' is a sampler, which runs on the clock λ = log(α/σ) of a linear "
                         "process with one rate and scalar noise, and this is none: take a stepper");
  if (road.t_min > problem.times.front() / 8)
    throw keys.wrong(key + ".t_min", number_text(road.t_min) +
                                         ": must be at most an eighth of the first of "
                                         "the times, " +
                                         number_text(problem.times.front()));
}

}  // namespace

void settle_reverse_flow(const KeyReader& keys, Problem& problem) {
  problem.reverse_flow = problem.reverse;
  RoadSettings& road = problem.reverse_flow;
  road.scheme = keys.has("reverse.flow_scheme") ? keys.text("reverse.flow_scheme") : problem.ode.scheme;
  road.tolerance = problem.ode.tolerance;
  road.steps = keys.has("reverse.flow_steps") ? keys.integer("reverse.flow_steps") : 0;
  const bool by_samplers = is_sampler(problem.reverse.scheme) || is_sampler(road.scheme);
  if (problem.reverse.t_min > 0 && !by_samplers)
    throw keys.wrong("reverse.t_min", "has no effect: no reverse road goes by a sampler");
  if (road.steps > 0 && !is_sampler(road.scheme))
    throw keys.wrong("reverse.flow_steps", "has no effect: '" + road.scheme + "' is no sampler");
  if (problem.ode.steps > 0 && !is_sampler(problem.ode.scheme))
    throw keys.wrong("ode.steps", "has no effect: '" + problem.ode.scheme +
                                      "' takes the steps that ode.tolerance asks for, and is no sampler");
  // A sampler finds as many as it needs.
  if (problem.reverse.steps == 0 && !is_sampler(problem.reverse.scheme))
    problem.reverse.steps = reverse_sde_steps;
}

void check_samplers(const KeyReader& keys, const Problem& problem) {
  check_sampler(keys, "ode", "ode.scheme", problem.ode, problem);
  check_sampler(keys, "reverse", "reverse.scheme", problem.reverse, problem);
  check_sampler(keys, "reverse", keys.has("reverse.flow_scheme") ? "reverse.flow_scheme" : "ode.scheme",
                problem.reverse_flow, problem);
}

}  // namespace kolmo::four_roads
