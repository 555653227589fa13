#include "kolmo/measure/sde/deterministic_order.hpp"

#include <cmath>

#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/single_step.hpp"
#include "kolmo/measure/sde/strong_expansion.hpp"
#include "kolmo/measure/sde/torus_function.hpp"

namespace kolmo::measure {
namespace {

constexpr double end_time = 1;

Points exact_flow(const Periodic& process, Points x) {
  const int steps = 1000;
  const double h = end_time / steps;
  for (Index j = 0; j < x.rows(); ++j) {
    double& y = x(j, 0);
    for (int n = 0; n < steps; ++n) {
      const double t = n * h;
      const double a = process.f(t, y), b = process.f(t + h / 2, y + h / 2 * a),
                   c = process.f(t + h / 2, y + h / 2 * b), d = process.f(t + h, y + h * c);
      y += h / 6 * (a + 2 * b + 2 * c + d);
    }
  }
  return x;
}

}  // namespace

verify::OrderStudy deterministic_study(const sde::SdeScheme& scheme, const std::vector<Index>& steps,
                                       const process::Process& process) {
  const Points start = TorusGrid{1, 64}.points(), exact = exact_flow(Noiseless(), start);
  SingleStep step(scheme, process, start.rows());
  const Eigen::ArrayXd none = Eigen::ArrayXd::Zero(step_normals(scheme, process).count());
  std::vector<verify::OrderPoint> points;
  for (const Index count : steps) {
    const double h = end_time / static_cast<double>(count);
    Points x = start;
    for (Index n = 0; n < count; ++n) step(static_cast<double>(n) * h, h, none, x);
    points.push_back({h, std::sqrt((x - exact).square().mean())});
  }
  const Claim& claim = scheme.claim();
  return verify::noise_free_study(
      {"deterministic_" + claim.name, "root mean square error where there is no noise"}, claim,
      claim.order(Sense::time).value(), points);
}

verify::Check deterministic_second_term(const sde::SdeScheme& scheme, const process::Process& process) {
  const Noiseless flow;
  const double t = 0.3, h = 1e-5;
  double worst = 0;
  for (double x : {-2.0, -0.7, 0.4, 1.5, 2.8}) {
    const double f = flow.f(t, x), second = flow.f_t(t, x) + f * flow.f_x(t, x);
    const double y = stepped(scheme, process, t, h, Points::Constant(1, 1, x), 0.8, -0.4)(0, 0);
    const double error = (y - x - h * f) / (h * h) - 0.5 * second;
    if (!std::isnan(worst) && !(std::abs(error) <= std::abs(worst))) worst = error;
  }
  verify::Check check = verify::value_check(0, worst, strong_defect_allowed, scheme.claim().source);
  check.id = check_id("deterministic_second_term", scheme, process);
  return check;
}

}  // namespace kolmo::measure
