// Evaluations at equal error on Prothero and Robinson's equation: explicit steps are as short as stability
// asks.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "kolmo/ode/flow.hpp"
#include "kolmo/ode/steppers.hpp"
#include "stability_and_stiffness/parts.hpp"

namespace kolmo::stability_and_stiffness {
namespace {

/// x' = -L (x - sin t) + cos t.
class ProtheroRobinson final : public process::VelocityField {
 public:
  explicit ProtheroRobinson(double stiffness) : stiffness_(stiffness) {}
  Index dimension() const override { return 1; }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    out = -stiffness_ * (x - std::sin(t)) + std::cos(t);
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    velocity(t, x, out);
    divergence.setConstant(-stiffness_);
  }

 private:
  double stiffness_;
};

struct Run {
  double evaluations, error;
};

Run run(const std::string& stepper, double stiffness, double tolerance) {
  ode::FlowPlan plan;
  plan.times = {0, 1};
  plan.stepper = stepper;
  plan.relative_tolerance = plan.absolute_tolerance = tolerance;
  plan.maximal_steps = 10'000'000;
  // One that has no estimate steps to the tolerance within the step it is given.
  if (!ode::find_stepper(stepper).make()->error_order()) plan.steps_per_interval = 1;
  Run result{0, 0};
  const ode::FlowReport report = ode::flow(ProtheroRobinson(stiffness), plan, Points::Zero(1, 1),
                                           [&](Index k, Index, const ConstBlock& x, const ConstValues*) {
                                             if (k == 1) result.error = std::abs(x(0, 0) - std::sin(1.0));
                                           });
  result.evaluations = report.evaluations_per_particle;
  return result;
}

/// The fewest evaluations with which it comes within this error.
double evaluations_for(const std::string& stepper, double stiffness, double error) {
  double fewest = std::numeric_limits<double>::infinity();
  for (double tolerance = 1e-4; tolerance > 1e-12; tolerance /= 2) {
    const Run found = run(stepper, stiffness, tolerance);
    if (found.error <= error) fewest = std::min(fewest, found.evaluations);
  }
  return fewest;
}

/// With CVODE where it is built in.
std::vector<std::string> compared() {
  std::vector<std::string> names = {"dormand_prince", "dormand_prince_853", "rosenbrock_4", "radau_iia_5"};
  if (ode::stepper_catalogue().contains("cvode_bdf")) names.push_back("cvode_bdf");
  return names;
}

void write(double stiffness, io::Group& part) {
  for (const std::string& stepper : compared()) {
    std::vector<Run> runs;
    for (const double tolerance : {1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10})
      runs.push_back(run(stepper, stiffness, tolerance));
    std::sort(runs.begin(), runs.end(),
              [](const Run& a, const Run& b) { return a.evaluations < b.evaluations; });
    std::vector<double> evaluations, errors;
    for (const Run& one : runs) {
      if (one.error == 0 || (!evaluations.empty() && one.evaluations == evaluations.back())) continue;
      evaluations.push_back(one.evaluations);
      errors.push_back(one.error);
    }
    io::Group& group = part.group("work_precision/stiff_" + stepper);
    group.attribute("long_name", "error at t = 1");
    group.attribute("scheme", stepper);
    group.scale("evaluations", evaluations, {"evaluations of the velocity", "1"});
    group.variable("error", {"evaluations"}, errors, {"error at t = 1", "1"});
    group.variable("standard_error", {"evaluations"}, std::vector<double>(errors.size(), 0.0),
                   {"standard error of the error; 0 where there is no sampling", "1"});
  }
}

}  // namespace

frame::Plan work_plan(double stiffness) {
  frame::Plan plan{
      "Evaluations at equal error",
      "x' = -L (x - sin t) + cos t from 0 to 1, tolerances 1e-4 to 1e-10; differences for derivatives "
      "are counted."};
  // Dormand and Prince's interval of stability on the negative axis is 3.3066 long, with six evaluations a
  // step: the controller keeps the step there, somewhat below it as it tries and is refused.
  plan.checks.push_back({"stability_bound", [=] {
                           const double expected = 6 * stiffness / 3.3066;
                           return verify::value_check(
                               expected, run("dormand_prince", stiffness, 1e-6).evaluations, 0.1 * expected,
                               "Hairer and Wanner (1996), section IV.2",
                               "evaluations of the explicit pair at a tolerance of 1e-6");
                         }});
  for (const char* stepper : {"rosenbrock_4", "radau_iia_5"}) {
    plan.checks.push_back(
        {std::string("implicit_pays_") + stepper, [=] {
           const Run implicit = run(stepper, stiffness, 1e-6);
           const double ratio = implicit.evaluations / run("dormand_prince", stiffness, 1e-6).evaluations;
           return verify::value_check(0, ratio, 0.1, "the stability bound",
                                      "share of the explicit pair's evaluations at a tolerance of 1e-6");
         }});
    plan.checks.push_back({std::string("tolerance_") + stepper, [=] {
                             return verify::value_check(0, run(stepper, stiffness, 1e-8).error, 1e-7,
                                                        "x = sin t", "error at a tolerance of 1e-8");
                           }});
  }
  if (ode::stepper_catalogue().contains("cvode_bdf")) {
    // Evaluations of either at its own tolerance for an error of 1e-7: within a factor of 5 they are peers.
    plan.checks.push_back({"cvode_beside_radau", [=] {
                             const double ratio = evaluations_for("cvode_bdf", stiffness, 1e-7) /
                                                  evaluations_for("radau_iia_5", stiffness, 1e-7);
                             return verify::value_check(
                                 0, std::log2(ratio), std::log2(5.0), "two codes for stiff equations",
                                 "log2 of CVODE's evaluations over Radau's at an error of 1e-7");
                           }});
  }
  plan.tables.push_back([=](io::Group& part) { write(stiffness, part); });
  return plan;
}

}  // namespace kolmo::stability_and_stiffness
