// x' = -x in ten slices: Parareal's iterates are known.

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "parallel_in_time/parts.hpp"

namespace kolmo::parallel_in_time {
namespace {

constexpr Index slices = 10;

/// Largest error over the ends of the slices in iterations 0 to 10, explicit Euler beside the exact flow over
/// [0, 5]: by an independent program (data/reference/k_misc.json: parareal_dahlquist).
constexpr double known[] = {0.11787944117144233,
                            0.019569953380295962,
                            0.0035480870541118176,
                            0.000670392710918219,
                            0.00012976538779115726,
                            2.17156680147974e-05,
                            2.531321465563431e-06,
                            1.9564021522602837e-07,
                            9.023966868887401e-09,
                            1.882548466072831e-10,
                            0};

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
                                                        "largest error over the slices");
                           }});
  }
  return plan;
}

}  // namespace kolmo::parallel_in_time
