// Stein variational gradient descent: where particles rest, and how their variance collapses with the
// dimension.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/sampling/stein/stein.hpp"
#include "mode_weights/parts.hpp"
#include "mode_weights/two_wells.hpp"

namespace kolmo::mode_weights {
namespace {

using namespace sampling;

verify::Check two_particles_check(double l) {
  Points x(2, 1);
  x << -0.4, 0.9;
  const SvgdEnd end = svgd(*normal_target(1), x, {0.1, 50000, 2 * l * l, 1e-13});
  return verify::value_check(std::sqrt(0.5 * l * l * std::log(1 + 2 / (l * l))), end.x(1, 0), 1e-9,
                             "a^2 = (l^2/2) ln(1 + 2/l^2)", "place of the right one of two particles");
}

/// M₂ at t = 1 by Heun's method with 400 steps: its error is below 1e−5.
verify::Check linear_check() {
  Points x(3, 1);
  x << 0.4, -0.3, 0.7;
  const double start = x.square().mean(), h = 1.0 / 400;
  for (int n = 0; n < 400; ++n) {
    const Points first = svgd_direction(-x, x, LinearPair()), y = x + h * first;
    x += 0.5 * h * (first + svgd_direction(-y, y, LinearPair()));
  }
  return verify::value_check(1 / (1 + (1 / start - 1) * std::exp(-2.0)), x.square().mean(), 1e-5,
                             "1/(1 + (1/M_0 - 1) exp(-2t))", "second moment at t = 1 with k = x y");
}

double variance(const Sizes& sizes, Index d) {
  const Points start =
      normal_points(RandomStream(sizes.seed).role("svgd", static_cast<std::uint64_t>(d)), 50, d, 1);
  return svgd(*normal_target(1, d), start, {0.2, 600, {}, 1e-6}).x.square().mean();
}

}  // namespace

frame::Plan svgd_plan(const Sizes& sizes) {
  frame::Plan plan{"Stein variational gradient descent",
                   "50 particles on N(0, I_d), k = exp(-r^2/h), h = med^2/ln(n + 1): the variance of a "
                   "coordinate, 1 for the target, "
                   "collapses as d grows."};
  for (const double l : {0.5, 1.0, 2.0})
    plan.checks.push_back({"two_particles/l=" + number_text(l), [=] { return two_particles_check(l); }});
  plan.checks.push_back({"linear_kernel", [] { return linear_check(); }});
  for (const auto& [d, expected] : {std::pair{1, .935}, {5, .586}, {20, .174}, {50, .077}}) {
    plan.checks.push_back({"variance/d=" + number_text(d), [=, d = d, expected = expected] {
                             // From other starts it comes out within 5 %.
                             return verify::value_check(expected, variance(sizes, d), 0.05 * expected + 0.005,
                                                        "another program, n = 50",
                                                        "variance of a coordinate");
                           }});
  }
  plan.tables.push_back([=](io::Group& part) {
    std::vector<double> dimensions{1, 2, 5, 10, 20, 50}, variances;
    for (const double d : dimensions) variances.push_back(variance(sizes, static_cast<Index>(d)));
    io::Group& group = part.group("collapse");
    group.scale("d", dimensions, {"dimension", "1"});
    group.variable("variance", {"d"}, variances, {"variance of a coordinate of 50 particles", "1"});
  });
  return plan;
}

}  // namespace kolmo::mode_weights
