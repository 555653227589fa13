// What cannot be computed is refused by name: what, where, when, and what to try.

#include <cmath>
#include <exception>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "kolmo/ode/flow.hpp"
#include "kolmo/ode/samplers/sampler.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "stability_and_stiffness/parts.hpp"

namespace kolmo::stability_and_stiffness {
namespace {

/// v(t, x) entry by entry.
class Velocity final : public process::VelocityField {
 public:
  explicit Velocity(std::function<double(double t, double x)> v) : v_(std::move(v)) {}
  Index dimension() const override { return 1; }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = v_(t, x(i, 0));
  }
  void velocity_and_divergence(double, const ConstBlock&, Block, Values) const override {
    throw process::Undefined("nobody asks for the divergence here");
  }

 private:
  std::function<double(double, double)> v_;
};

/// A score that is lost before t = 1/2.
class LostScore final : public process::ScoreField {
 public:
  Index dimension() const override { return 1; }
  void score(double t, const ConstBlock& x, Block out) const override {
    out = (t < 0.5 ? std::numeric_limits<double>::quiet_NaN() : -1.0) * x;
  }
  void score_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    score(t, x, out);
    divergence.setConstant(-1);
  }
};

struct Case {
  const char* name;
  std::function<void()> run;
  std::vector<std::string> words;  ///< that the message must hold: what, where, when, what to try
};

void carry(const std::function<double(double, double)>& v, double start, const ode::FlowPlan& plan) {
  ode::flow(Velocity(v), plan, Points::Constant(3, 1, start),
            [](Index, Index, const ConstBlock&, const ConstValues*) {});
}

ode::FlowPlan plan_of(const char* stepper, Index steps = 0) {
  ode::FlowPlan plan;
  plan.times = {0, 2};
  plan.stepper = stepper;
  plan.steps_per_interval = steps;
  return plan;
}

std::shared_ptr<const ode::LogSnrClock> clock() {
  return std::make_shared<const ode::LogSnrClock>(
      std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 1), 1e-2, 1.0);
}

std::vector<Case> sampler_cases() {
  return {{"step_past_t_min",
           [] {
             ode::given_grid(clock(), {1, 0.5, 1e-3});
           },
           {"0.001", "t_min = 0.01", "lower t_min"}},
          {"score_not_finite",
           [] {
             Points x = Points::Ones(3, 1);
             ode::sample(ode::find_sampler("dpm_2"),
                         ode::sampling_grid(clock(), ode::find_grid_rule("time"), 8), LostScore(),
                         RandomStream(1), x);
           },
           {"particle 0", "t = ", "dpm_2", "not finite", "check the score"}},
          {"no_evaluations",
           [] { ode::steps_within(ode::find_sampler("ddim"), 0, false); },
           {"budget of evaluations = 0", "ddim"}}};
}

std::vector<Case> flow_cases() {
  ode::FlowPlan strict = plan_of("dormand_prince"), few = plan_of("dormand_prince");
  strict.relative_tolerance = 0;
  strict.absolute_tolerance = 1e-40;
  few.maximal_steps = 5;
  return {{"velocity_not_finite",
           [] {
             carry([](double t, double x) { return t < 1 ? x : std::nan(""); }, 1, plan_of("dormand_prince"));
           },
           {"particle 0", "t = 1", "dormand_prince", "not finite", "end the plan"}},
          {"tolerance_not_met",
           [=] { carry([](double, double x) { return std::sin(x); }, 1, strict); },
           {"particle 0", "t = 0", "step underflows", "loosen the tolerances"}},
          {"steps_used_up",
           [=] { carry([](double t, double x) { return std::cos(50 * t) * x; }, 1, few); },
           {"particles 0 to 2", "t = ", "maximal_steps = 5", "raise it"}},
          {"jacobian_not_finite",
           [] { carry([](double, double x) { return std::sqrt(x); }, 0, plan_of("rosenbrock_4", 4)); },
           {"particle 0", "t = ", "rosenbrock_4", "singular or not finite", "more steps"}},
          {"stages_without_solution",
           [] { carry([](double, double x) { return x * x; }, 1, plan_of("radau_iia_5", 1)); },
           {"particle 0", "t = 2", "radau_iia_5", "Newton", "more steps"}}};
}

/// What is missing of the message; all of it where there is none.
double missing(const Case& one) {
  std::string said;
  try {
    one.run();
  } catch (const std::exception& error) {
    said = error.what();
  }
  double count = 0;
  for (const std::string& word : one.words) count += said.find(word) == std::string::npos ? 1 : 0;
  return count;
}

}  // namespace

frame::Plan statuses_plan() {
  frame::Plan plan{
      "What cannot be computed",
      "Refused by name: the particle, the time, the method, and what to try. Never a silent number."};
  for (const std::vector<Case>& cases : {sampler_cases(), flow_cases()}) {
    for (const Case& one : cases) {
      plan.checks.push_back({one.name, [=] {
                               return verify::value_check(0, missing(one), 0,
                                                          "what, where, when, what to try",
                                                          "words that the message lacks");
                             }});
    }
  }
  return plan;
}

}  // namespace kolmo::stability_and_stiffness
