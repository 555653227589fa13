// There and back again, at several tolerances.

#include <cmath>
#include <string>

#include "kolmo/core/number_text.hpp"
#include "probability_flow/parts.hpp"

namespace kolmo::probability_flow {
namespace {

double round_trip(const std::string& stepper, double tolerance) {
  const MixtureUnderVp problem(two_wells());
  Points start(200, 1);
  for (Index i = 0; i < start.rows(); ++i) {
    start(i, 0) = problem.score->mixture().quantile((static_cast<double>(i) + 0.5) / 200);
  }
  const Points there = carry(problem, stepper, {0, 1}, start, tolerance).places.back();
  const Points back = carry(problem, stepper, {1, 0}, there, tolerance).places.back();
  return std::sqrt((back - start).square().mean());
}

}  // namespace

frame::Plan round_trip_plan(const std::string& stepper) {
  frame::Plan plan{"There and back",
                   "Two wells under VP, 200 quantile starts, from t = 0 to 1 and back to 0."};
  for (const double tolerance : {1e-6, 1e-8, 1e-10}) {
    plan.checks.push_back({"tolerance_" + number_text(tolerance), [=] {
                             return verify::value_check(0, round_trip(stepper, tolerance), 100 * tolerance,
                                                        "the identity",
                                                        "root mean square distance from the starts")
                                 .shows("C5-42");
                           }});
  }
  return plan;
}

}  // namespace kolmo::probability_flow
