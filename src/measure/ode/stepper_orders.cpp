#include "kolmo/measure/ode/stepper_orders.hpp"

#include <cmath>
#include <vector>

#include "kolmo/measure/ode/step_ladder.hpp"

namespace kolmo::measure {
namespace {

constexpr double damping = 0.3, bend = 0.3;

void bent_rotation(double t, const ode::State& x, ode::State& slope) {
  const double speed = 1 + 0.5 * std::cos(t);
  for (Index i = 0; i < 3; ++i) {
    const double y1 = x[i], y2 = x[i + 3] - bend * y1 * y1;
    slope[i] = -damping * y1 - speed * y2;
    slope[i + 3] = speed * y1 - damping * y2 + 2 * bend * y1 * slope[i];
  }
}

/// x at t = `end` after equal steps from x(0) = start, a state of `rows` systems.
ode::State march(const ode::StepperEntry& entry, const ode::System& system, const ode::State& start,
                 Index rows, double end, Index steps) {
  const auto stepper = entry.make();
  stepper->set_structure({.rows = rows});
  ode::State x = start, slope(start.size()), x_new(start.size()), slope_new(start.size());
  system(0, x, slope);
  const double h = end / static_cast<double>(steps);
  for (Index n = 0; n < steps; ++n) {
    stepper->step(system, static_cast<double>(n) * h, h, x, slope, x_new, slope_new, nullptr);
    x.swap(x_new);
    slope.swap(slope_new);
  }
  return x;
}

verify::OrderStudy stepper_study(const std::string& name, const ode::StepperEntry& entry, double claimed,
                                 double slack) {
  verify::OrderStudy study;
  study.name = name;
  study.claimed = claimed;
  study.source = entry.claim.source;
  study.scheme = entry.claim.name;
  study.h_long_name = "time step";
  study.options.slack = slack;
  return study;
}

}  // namespace

double bent_rotation_error(const ode::StepperEntry& entry, Index steps) {
  ode::State start(6);
  start << 0.3, -0.8, 1.1, 0.1, 0.9, -1.2;  // x₁ of three starts, then x₂
  const ode::State x = march(entry, bent_rotation, start, 3, 4, steps);
  const double angle = 4 + 0.5 * std::sin(4.0), shrunk = std::exp(-4 * damping);
  double squares = 0;
  for (Index i = 0; i < 3; ++i) {
    const double y1 = start[i], y2 = start[i + 3] - bend * y1 * y1;
    const double z1 = shrunk * (std::cos(angle) * y1 - std::sin(angle) * y2);
    const double z2 = shrunk * (std::sin(angle) * y1 + std::cos(angle) * y2);
    squares += std::pow(x[i] - z1, 2) + std::pow(x[i + 3] - z2 - bend * z1 * z1, 2);
  }
  return std::sqrt(squares / 3);
}

verify::OrderStudy bent_rotation_study(const std::string& name, const ode::StepperEntry& entry,
                                       double claimed) {
  verify::OrderStudy study = stepper_study(name, entry, claimed, 0.2);
  study.long_name = "root mean square error of a bent rotation at t = 4";
  // Above order 4 there is no room for a curvature between what is too coarse and rounding.
  const bool high = claimed > 6;
  if (claimed > 4) study.options.curvature = false;
  if (high) study.options.slack = 0.3;
  const std::vector<Index> numbers = high          ? step_ladder(20, 57, 4)
                                     : claimed > 4 ? step_ladder(160, 320, 4)
                                                   : step_ladder(56, 320);
  for (const Index steps : numbers) {
    study.add(4 / static_cast<double>(steps), bent_rotation_error(entry, steps));
  }
  return study;
}

double prothero_robinson_error(const ode::StepperEntry& entry, double L, Index steps) {
  const ode::System system = [L](double t, const ode::State& x, ode::State& slope) {
    slope[0] = -L * (x[0] - std::sin(t)) + std::cos(t);
  };
  return std::abs(march(entry, system, ode::State::Zero(1), 1, 1, steps)[0] - std::sin(1.0));
}

verify::OrderStudy prothero_robinson_study(const std::string& name, const ode::StepperEntry& entry, double L,
                                           double claimed, double slack, Index finest) {
  verify::OrderStudy study = stepper_study(name, entry, claimed, slack);
  study.long_name = "error of x' = -L (x - sin t) + cos t at t = 1";
  for (const Index steps : step_ladder(8, finest)) {
    study.add(1 / static_cast<double>(steps), prothero_robinson_error(entry, L, steps));
  }
  return study;
}

}  // namespace kolmo::measure
