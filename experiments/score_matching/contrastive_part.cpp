// Contrastive divergence on e^{−θx⁴/4} fitted to N(0, 1): between score matching and likelihood.

#include <cmath>
#include <numbers>

#include "kolmo/core/number_text.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/score/objectives/contrastive_divergence.hpp"
#include "score_matching/parts.hpp"

namespace kolmo::score_matching {
namespace {

using namespace kolmo::score;

double normal_density(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); }

ContrastiveProblem quartic() {
  return {[](double x) { return 0.25 * x * x * x * x; }, [](double x) { return x * x * x; }, normal_density,
          9};
}

ContrastiveProblem quadratic() {
  return {[](double x) { return 0.5 * x * x; }, [](double x) { return x; }, normal_density, 9};
}

double theta_of_flow(double time) {
  return contrastive_fixed_point_of_flow(quartic(), time, time < 0.5 ? 12 : 32, 0.15, 0.4);
}

void write_curve(io::Group& part) {
  const Eigen::ArrayXd times =
      Eigen::ArrayXd::LinSpaced(6, -2, -0.5).unaryExpr([](double e) { return std::pow(10, e); });
  Eigen::ArrayXd theta(times.size());
  for (Index i = 0; i < times.size(); ++i) theta(i) = theta_of_flow(times(i));
  io::Group& curve = part.group("fixed_points");
  curve.scale("time", times, {"k h", "1"});
  curve.variable("theta", {"time"}, theta, {"fixed point of contrastive divergence", "1"});
}

}  // namespace

frame::Plan contrastive_plan() {
  frame::Plan plan{
      "Contrastive divergence",
      "The model exp(-theta x^4/4) on N(0, 1), in the law itself: theta is 1/5 for k h -> 0, 1/3 for "
      "k h -> infinity."};
  plan.in_parallel = true;
  // Four digits are printed, and a run at a finite step is of first order in it: 2e−3.
  for (const auto& [time, theta] :
       {std::pair{0.01, 0.2032}, std::pair{0.1, 0.2296}, std::pair{0.3, 0.2734}, std::pair{1.0, 0.3250}}) {
    plan.checks.push_back({"quartic/kh=" + number_text(time), [time = time, theta = theta] {
                             return verify::value_check(theta, theta_of_flow(time), 2e-3,
                                                        "another program at a finite step");
                           }});
  }
  plan.checks.push_back(
      {"score_matching", [] {
         return verify::value_check(0.2, score_matching_theta(quartic(), [](double x) { return 3 * x * x; }),
                                    1e-8, "3 E x^2/E x^6")
             .shows("C4-20", 1.0 / 3);
       }});
  plan.checks.push_back(
      {"likelihood",
       [] { return verify::value_check(1.0 / 3, likelihood_theta(quartic(), 0.1, 1), 1e-8, "1/E x^4"); }});
  plan.checks.push_back({"quadratic/h=0.1", [] {
                           return verify::value_check(
                               1.0557281, contrastive_fixed_point(quadratic(), 0.1, 1, 0.9, 1.2), 1e-7,
                               "(1 - sqrt(1 - 2h))/h", "phi = x^2/2, one step of ULA");
                         }});
  plan.tables.push_back(write_curve);
  return plan;
}

}  // namespace kolmo::score_matching
