#include "block_flow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::ode {
namespace {

constexpr double machine_epsilon = std::numeric_limits<double>::epsilon();

Index first_not_finite(const State& x) {
  for (Index i = 0; i < x.size(); ++i) {
    if (!std::isfinite(x[i])) return i;
  }
  return -1;
}

}  // namespace

BlockFlow::BlockFlow(const process::VelocityField& velocity, const FlowPlan& plan,
                     const std::vector<double>* steps, Index first, Index rows)
    : velocity_(velocity),
      plan_(plan),
      steps_(steps),
      first_(first),
      rows_(rows),
      dimension_(velocity.dimension()),
      time_lowest_(std::min(plan.times.front(), plan.times.back())),
      time_highest_(std::max(plan.times.front(), plan.times.back())),
      stepper_(find_stepper(plan.stepper).make()),
      system_([this](double t, const State& x, State& slope) { evaluate(t, x, slope); }),
      control_(stepper_->error_order().value_or(0)) {
  cost_.particles = rows;
  const Index size = rows * (dimension_ + (plan.log_density ? 1 : 0));
  for (State* state : {&x_, &slope_, &x_new_, &slope_new_, &error_}) state->setZero(size);
  stepper_->set_structure({.rows = rows});
  stepper_->set_tolerances(plan.relative_tolerance, plan.absolute_tolerance);
}

Block BlockFlow::places() { return Eigen::Map<Eigen::ArrayXXd>(x_.data(), rows_, dimension_); }

Eigen::Map<const Eigen::ArrayXd> BlockFlow::log_density_change() const {
  return {x_.data() + rows_ * dimension_, rows_};
}

void BlockFlow::evaluate(double t, const State& x, State& slope) {
  // A stage at t + h may round to one unit beyond the plan's last time, where v need not exist.
  const double time = std::clamp(t, time_lowest_, time_highest_);
  const Eigen::Map<const Eigen::ArrayXXd> place(x.data(), rows_, dimension_);
  Eigen::Map<Eigen::ArrayXXd> velocity(slope.data(), rows_, dimension_);
  ++cost_.evaluations;
  if (!plan_.log_density) {
    velocity_.velocity(time, place, velocity);
    return;
  }
  Eigen::Map<Eigen::ArrayXd> change(slope.data() + rows_ * dimension_, rows_);
  if (plan_.trace) {
    estimate(time, place, velocity, change);
  } else {
    velocity_.velocity_and_divergence(time, place, velocity, change);
  }
  change = -change;
}

void BlockFlow::estimate(double t, const ConstBlock& place, Block velocity, Values divergence) {
  const auto number = static_cast<std::uint32_t>(plan_.trace->redrawn ? cost_.evaluations : 0);
  if (probes_.size() == 0 || plan_.trace->redrawn) {
    probes_.resize(rows_, dimension_);
    draw_probes(*plan_.trace, first_, number, probes_);
  }
  estimate_divergence(velocity_, t, place, probes_, plan_.trace->width, velocity, divergence);
  cost_.evaluations += 2;
}

void BlockFlow::run(std::function<void(Index snapshot)> show) {
  const auto& times = plan_.times;
  show_ = std::move(show);
  check_start(times.front());
  cost_.step_times.assign(1, times.front());
  show_(0);
  evaluate(times.front(), x_, slope_);
  if (const Index entry = first_not_finite(slope_); entry >= 0) {
    fail(times.front(), entry, "the velocity is not finite at the start", "check the velocity there");
  }
  if (plan_.dense) {
    run_adaptive(times.front(), times.back());
    show_(static_cast<Index>(times.size()) - 1);
    return;
  }
  for (std::size_t k = 1; k < times.size(); ++k) {
    if (steps_ != nullptr) {
      run_refined(times[k - 1], times[k]);
    } else if (plan_.steps_per_interval > 0) {
      run_equal(times[k - 1], times[k], plan_.steps_per_interval);
    } else {
      run_adaptive(times[k - 1], times[k]);
    }
    show_(static_cast<Index>(k));
  }
}

void BlockFlow::run_equal(double from, double to, Index steps) {
  double t = from;
  for (Index k = 1; k <= steps; ++k) {
    const double next =
        k == steps ? to : from + (to - from) * static_cast<double>(k) / static_cast<double>(steps);
    count_step(t);
    stepper_->step(system_, t, next - t, x_, slope_, x_new_, slope_new_, nullptr);
    if (const Index entry = first_not_finite(x_new_); entry >= 0) {
      const std::string why = stepper_->failure();
      fail(next, entry, why.empty() ? "the state is not finite" : why,
           "take more steps per interval or an adaptive plan");
    }
    accept(t, next);
    t = next;
  }
}

void BlockFlow::run_refined(double from, double to) {
  for (double t = from; t != to; ++next_step_) {
    if (next_step_ >= steps_->size()) break;
    const double next = (*steps_)[next_step_];
    if (to > from ? next > to : next < to) break;
    run_equal(t, next, plan_.divisions);
    t = next;
    if (t == to) {
      ++next_step_;
      return;
    }
  }
  throw InvalidArgument("step_times", to, "must hold all times of the plan");
}

void BlockFlow::run_adaptive(double from, double to) {
  const double direction = to > from ? 1.0 : -1.0;
  const double relative = plan_.relative_tolerance;
  const double absolute = plan_.absolute_tolerance;
  if (proposal_ == 0) {
    proposal_ = std::min(plan_.largest_step,
                         first_step(system_, from, direction, std::abs(to - from), *stepper_->error_order(),
                                    x_, slope_, relative, absolute, x_new_, slope_new_));
  }
  double t = from;
  while (t != to) {
    // The last step ends at `to`; the last but one leaves it a half of what is left, so that none is tiny.
    const double left = std::abs(to - t);
    const bool last = left <= proposal_;
    const bool shortened = left < 2 * proposal_;
    const double next = last ? to : t + direction * (shortened ? left / 2 : proposal_);
    const double h = next - t;
    count_step(t);
    stepper_->step(system_, t, h, x_, slope_, x_new_, slope_new_, &error_);
    const ScaledError worst = scaled_error(error_, x_, x_new_, relative, absolute);
    if (worst.value <= 1) {
      const double tried = std::abs(h) * control_.accepted(worst.value);
      proposal_ = std::min(plan_.largest_step, shortened ? std::max(tried, proposal_) : tried);
      accept(t, next);
      t = next;
      continue;
    }
    ++cost_.rejected;
    proposal_ = std::abs(h) * control_.rejected(worst.value);
    if (proposal_ < 16 * machine_epsilon * std::max(std::abs(t), std::abs(to - from))) {
      const std::string why = stepper_->failure();
      fail(t, worst.entry,
           !why.empty()              ? why + ", however small the step"
           : std::isnan(worst.value) ? "the velocity is not finite however small the step"
                                     : "the step underflows",
           "end the plan before the velocity becomes singular, or loosen the tolerances");
    }
  }
}

void BlockFlow::show_within(double t, double next) {
  const auto& times = plan_.times;
  const auto reached = [&](double time) { return next > t ? time <= next : time >= next; };
  for (; shown_ + 1 < times.size() && reached(times[shown_]); ++shown_) {
    stepper_->interpolate((times[shown_] - t) / (next - t), next - t, x_, slope_, x_new_, slope_new_, error_);
    x_.swap(error_);
    show_(static_cast<Index>(shown_));
    x_.swap(error_);
  }
}

void BlockFlow::accept(double t, double next) {
  if (plan_.dense) show_within(t, next);
  x_.swap(x_new_);
  slope_.swap(slope_new_);
  const double size = std::abs(next - t);
  cost_.step_times.push_back(next);
  cost_.smallest_step = cost_.accepted == 0 ? size : std::min(cost_.smallest_step, size);
  ++cost_.accepted;
}

void BlockFlow::count_step(double t) {
  throw_if_stopped();
  if (cost_.accepted + cost_.rejected < plan_.maximal_steps) return;
  std::ostringstream message;
  message
      << "ode: particles " << first_ << " to " << first_ + rows_ - 1 << " at t = " << t << ", scheme "
      << plan_.stepper << ": maximal_steps = " << plan_.maximal_steps
      << " used up; raise it, loosen the tolerances, or end the plan before the velocity becomes singular";
  throw NumericalFailure(message.str());
}

void BlockFlow::check_start(double t) const {
  if (const Index entry = first_not_finite(x_); entry >= 0) {
    fail(t, entry, "the start is not finite", "check the initial ensemble");
  }
}

void BlockFlow::fail(double t, Index entry, const std::string& what, const std::string& remedy) const {
  const Index row = entry % rows_;
  std::ostringstream message;
  message << "ode: particle " << first_ + row << " at t = " << t << ", scheme " << plan_.stepper << ": "
          << what << " (x =";
  for (Index j = 0; j < dimension_; ++j) message << ' ' << x_[row + j * rows_];
  message << "); " << remedy;
  throw NumericalFailure(message.str());
}

}  // namespace kolmo::ode
