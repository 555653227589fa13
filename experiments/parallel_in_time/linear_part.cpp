// x' = -x in ten slices: Parareal's iterates are known.

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/measure/problems/dahlquist_in_slices.hpp"
#include "parallel_in_time/parts.hpp"

namespace kolmo::parallel_in_time {
namespace {

constexpr Index slices = 10;

constexpr auto& known = measure::parareal_errors_of_dahlquist;

std::vector<double> errors() {
  std::vector<double> found;
  const ode::SlicePropagator euler = [](Index, Points& x) { x *= 0.5; };
  const ode::SlicePropagator exact = [](Index, Points& x) { x *= std::exp(-0.5); };
  ode::parareal(euler, exact, slices, Points::Ones(1, 1), {.tolerance = 0},
                [&](Index, const std::vector<Points>& ends) {
                  double largest = 0;
                  for (std::size_t n = 0; n < ends.size(); ++n) {
                    largest = std::max(largest,
                                       std::abs(ends[n](0, 0) - std::exp(-0.5 * static_cast<double>(n + 1))));
                  }
                  found.push_back(largest);
                });
  return found;
}

}  // namespace

frame::Plan linear_plan() {
  frame::Plan plan{"A linear equation",
                   "x' = -x from 1 over [0, 5] in ten slices: explicit Euler and exactly."};
  const auto found = frame::lazy(errors);
  for (std::size_t k = 0; k < std::size(known); ++k) {
    plan.checks.push_back({"iterate_" + number_text(k), [=] {
                             // Some roundings of numbers below 1.
                             return verify::value_check(known[k], found->get().at(k), 1e-15,
                                                        "reference k: parareal_dahlquist",
                                                        "largest error over the slices")
                                 .shows("C5-76");
                           }});
  }
  return plan;
}

}  // namespace kolmo::parallel_in_time
