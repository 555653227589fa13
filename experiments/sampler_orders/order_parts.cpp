// Orders of trajectories: on uniform λ, on other grids, and what starts and ends do to them.

#include <map>
#include <string>

#include "kolmo/measure/ode/sampler_orders.hpp"
#include "sampler_orders/parts.hpp"

namespace kolmo::sampler_orders {
namespace {

using measure::SamplerProblem;
using measure::trajectory_study;
using measure::two_wells;
using ode::SamplerEntry;
using ode::SamplerOptions;
using ode::SamplerStart;

constexpr SamplerOptions full_order = {SamplerStart::single_step};

/// Errors after 160 steps of uniform λ from t = 1, by another program of the same formulas; two digits of
/// each are known.
const std::map<std::string, double>& known_errors() {
  static const std::map<std::string, double> errors = {{"ddim", 1.7e-2},
                                                       {"dpm_2", 1.6e-4},
                                                       {"dpm_3", 3.0e-6},
                                                       {"dpmpp_2m", 4.1e-4},
                                                       {"dpmpp_3m", 3.1e-5},
                                                       {"exponential_adams_2", 7.1e-4},
                                                       {"exponential_adams_3", 6.3e-5},
                                                       {"unipc_2", 4.7e-5}};
  return errors;
}

/// A sampler without noise that claims an order.
bool measured(const SamplerEntry& sampler) { return !sampler.adds_noise && sampler.claim.order(Sense::time); }

frame::StudyTask study(const std::string& name, const SamplerEntry& sampler, double from, const char* rule,
                       const SamplerOptions& options, const Sizes& sizes, double claimed, double slack) {
  return {name, [=] {
            return trajectory_study(name, sampler, two_wells(from), ode::find_grid_rule(rule), options,
                                    sizes.coarsest, sizes.finest, claimed, slack);
          }};
}

frame::CheckTask known_error(const SamplerEntry& sampler, double expected) {
  return {"error_160_" + sampler.claim.name, [=] {
            const SamplerProblem problem = two_wells(1);
            const auto grid = ode::sampling_grid(problem.clock(), ode::find_grid_rule("lambda"), 160);
            return verify::value_check(
                expected, measure::trajectory_error(sampler, problem, grid, full_order), 0.1 * expected,
                "an independent program, to two digits", "root mean square error after 160 steps from t = 1");
          }};
}

}  // namespace

frame::Plan orders_plan(const Sizes& sizes) {
  frame::Plan plan{
      "Orders on uniform lambda",
      "Two wells under VP, 200 quantile starts, from t = 1 and from t = 0.3 to t = 0.05, exact ends "
      "by quantiles."};
  plan.in_parallel = true;
  for (const SamplerEntry& sampler : ode::samplers()) {
    if (!measured(sampler)) continue;
    for (const auto& [label, from] : {std::pair{"from_1", 1.0}, std::pair{"from_0.3", 0.3}}) {
      plan.studies.push_back(study(std::string(label) + "_" + sampler.claim.name, sampler, from, "lambda",
                                   full_order, sizes, *sampler.claim.order(Sense::time), 0.15));
    }
    const auto known = known_errors().find(sampler.claim.name);
    if (known != known_errors().end()) plan.checks.push_back(known_error(sampler, known->second));
  }
  return plan;
}

frame::Plan grids_plan(const Sizes& sizes) {
  frame::Plan plan{
      "Orders on other grids",
      "The same from t = 1 in steps of Karras (rho = 7), of ratio 1:3 in turn, and uniform in t."};
  plan.in_parallel = true;
  for (const char* rule : {"karras", "zigzag", "time"}) {
    for (const SamplerEntry& sampler : ode::samplers()) {
      if (!measured(sampler)) continue;
      plan.studies.push_back(study(std::string(rule) + "_" + sampler.claim.name, sampler, 1, rule, full_order,
                                   sizes, *sampler.claim.order(Sense::time), 0.2));
    }
  }
  return plan;
}

frame::Plan processes_plan(const Sizes& sizes) {
  frame::Plan plan{
      "Orders on other processes",
      "Two wells, a sampler of each order, from the middle of the process to t = 0.05, uniform lambda; "
      "and random steps, one fit against the largest."};
  plan.in_parallel = true;
  for (const NamedProcess& process : named_processes()) {
    if (process.name == "variance_preserving") continue;  // all of part orders
    for (const char* name : {"ddim", "dpmpp_2m", "dpm_3", "exponential_adams_4"}) {
      const SamplerEntry& sampler = ode::find_sampler(name);
      const std::string label = process.name + "_" + name;
      const SamplerProblem problem{process.make(1), two_wells(1).data, 0.6, 0.05};
      plan.studies.push_back({label, [=, &sampler] {
                                return trajectory_study(
                                    label, sampler, problem, ode::find_grid_rule("lambda"), full_order,
                                    sizes.coarsest, sizes.finest, *sampler.claim.order(Sense::time), 0.2);
                              }});
    }
  }
  for (const char* name : {"ddim", "dpmpp_2m", "exponential_adams_3"}) {
    const SamplerEntry& sampler = ode::find_sampler(name);
    const std::string label = std::string("random_") + name;
    plan.studies.push_back({label, [=, &sampler] {
                              return measure::random_grid_study(label, sampler, two_wells(1), full_order,
                                                                sizes.coarsest, sizes.finest,
                                                                *sampler.claim.order(Sense::time), 0.2);
                            }});
  }
  return plan;
}

frame::Plan start_and_end_plan(const Sizes& sizes) {
  frame::Plan plan{
      "The start and the end of a method of several steps",
      "Exponential Adams of three steps from t = 0.3: begun with one step of order 1, begun at full "
      "order, and ended with a step of order 1."};
  plan.in_parallel = true;
  const SamplerEntry& adams = ode::find_sampler("exponential_adams_3");
  const SamplerOptions rising = {SamplerStart::rising}, low_end = {SamplerStart::single_step, true};
  plan.studies.push_back(
      study("rising_start_" + adams.claim.name, adams, 0.3, "lambda", rising, sizes, 2, 0.1));
  plan.studies.push_back(
      study("full_start_" + adams.claim.name, adams, 0.3, "lambda", full_order, sizes, 3, 0.1));
  plan.studies.push_back(study("low_end_" + adams.claim.name, adams, 0.3, "lambda", low_end, sizes, 2, 0.1));
  return plan;
}

}  // namespace kolmo::sampler_orders
