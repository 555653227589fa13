// Evaluations of the score, counted where they happen.

#include <string>

#include "kolmo/measure/ode/sampler_orders.hpp"
#include "sampler_orders/parts.hpp"

namespace kolmo::sampler_orders {
frame::Plan evaluations_plan() {
  frame::Plan plan{
      "Evaluations of the score",
      "Counted by a wrapper around the score, in 20 steps of which the last goes to the data: 19 "
      "times what a step costs, and 1."};
  plan.in_parallel = true;
  for (const ode::SamplerEntry& sampler : ode::samplers()) {
    const double expected = 19 * sampler.claim.evaluations_per_step + 1;
    plan.checks.push_back({"evaluations_" + sampler.claim.name, [=] {
                             return verify::value_check(expected,
                                                        measure::counted_evaluations(sampler, 20, true), 0,
                                                        sampler.claim.source, "evaluations of 20 steps");
                           }});
    // A budget of 16 takes the largest number of steps that fits: one step more would not.
    plan.checks.push_back({"budget_" + sampler.claim.name, [=] {
                             const Index steps = ode::steps_within(sampler, 16, true);
                             const bool fits = measure::counted_evaluations(sampler, steps, true) <= 16;
                             const bool largest = measure::counted_evaluations(sampler, steps + 1, true) > 16;
                             return verify::value_check(
                                 1, fits && largest ? 1 : 0, 0,
                                 "the largest number of steps whose true count fits",
                                 "1: the steps within a budget of 16 evaluations fit, one more does not");
                           }});
  }
  return plan;
}

}  // namespace kolmo::sampler_orders
