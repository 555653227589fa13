#include "kolmo/fokker_planck/time/march_adaptive.hpp"
#include "kolmo/core/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "fokker_planck/operator/checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/schedule.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "step_watch.hpp"

namespace kolmo::fokker_planck {
namespace {

/// The part of the tolerance that a step of its size may use; PI exponents of Gustafsson 1991 over the order.
constexpr double safety = 0.9, proportional = 0.7, integral = 0.4;
/// The part of the whole time from which on the logarithm of time counts.
constexpr double early = 0x1p-16;

/// Steps of T 2^−(first level + k), k = 0 … levels, on [t, t + T]: positions count the finest of them.
class Ladder {
 public:
  Ladder(double length, const AdaptiveSettings& settings)
      : length_(length),
        first_(static_cast<int>(std::ceil(-std::log2(settings.largest_fraction) - 1e-12))),
        levels_(settings.levels) {}
  double dt(int level) const { return std::ldexp(length_, -(first_ + level)); }
  std::int64_t size(int level) const { return std::int64_t{1} << (levels_ - level); }
  std::int64_t end() const { return std::int64_t{1} << (first_ + levels_); }
  double at(std::int64_t position) const {
    return length_ * std::ldexp(static_cast<double>(position), -(first_ + levels_));
  }
  int levels() const { return levels_; }
  /// The longest level whose step starts here and is at most `wanted`.
  int level_for(double wanted, std::int64_t position) const {
    int level = 0;
    while (level < levels_ && (dt(level) > wanted * (1 + 1e-12) || position % size(level) != 0)) ++level;
    return level;
  }

 private:
  double length_;
  int first_, levels_;
};

class AdaptiveMarch {
 public:
  AdaptiveMarch(const Generator& generator, const TimeStepper& stepper, double order, double tolerance,
                double start, double whole, const AdaptiveSettings& settings, AdaptiveResult& result)
      : generator_(generator),
        stepper_(stepper),
        order_(order),
        tolerance_(tolerance),
        start_(start),
        whole_(whole),
        settings_(settings),
        result_(result) {}

  void run(double from, double to) {
    const Ladder ladder(to - from, settings_);
    propagators_.clear();
    std::int64_t position = 0;
    int level = wanted_ > 0 ? ladder.level_for(wanted_, 0) : ladder.levels() / 2;
    while (position < ladder.end()) {
      const double t = from + ladder.at(position), dt = ladder.dt(level);
      const double error = attempt(dt), share = error / (tolerance_ * weight(t, dt));
      if (share <= 1) {
        accept(t, dt, error);
        position += ladder.size(level);
        control(dt, share);
        level = position < ladder.end() ? next_level(ladder, level, position) : level;
      } else {
        reject(ladder, level, t, share);
      }
    }
  }

  /// Σp that left since the start, times `volume`.
  Outflow lost(double volume) const {
    Outflow outflow;
    add_outflow(lost_, volume, outflow.sides);
    return outflow;
  }

 private:
  // How much of the tolerance the step may use; all steps together use it up.
  double weight(double t, double dt) const {
    const double past = (t - start_) / whole_ + early, part = dt / whole_;
    return 0.5 * part + 0.5 * std::log1p(part / past) / std::log1p(1 / early);
  }

  // The controller's own Δt is not rounded; its share of the tolerance is what the step taken says of it.
  void control(double dt, double share) {
    if (wanted_ == 0) wanted_ = dt;
    const double scaled = std::max(share * std::pow(wanted_ / dt, order_), 1e-10);
    wanted_ *=
        safety * std::pow(scaled, -proportional / order_) * std::pow(previous_share_, integral / order_);
    wanted_ = std::clamp(wanted_, dt / 4, 4 * dt);
    previous_share_ = scaled;
  }

  // Up by one level at a time, and only where the longer step starts.
  int next_level(const Ladder& ladder, int level, std::int64_t position) const {
    return std::max(ladder.level_for(wanted_, position), std::max(level - 1, 0));
  }

  void accept(double t, double dt, double error) {
    MarchResult& march = result_.march;
    march.density = halves_;
    add_outflow(half_outflow_, 1, lost_);
    result_.estimated_error += error;
    result_.step_times.push_back(t);
    result_.step_sizes.push_back(dt);
    ++march.steps;
    if (half_minimum_ < march.minimum) {
      march.minimum = half_minimum_;
      march.minimum_time = t + dt;
    }
  }

  void reject(const Ladder& ladder, int& level, double t, double share) {
    const double dt = ladder.dt(level);
    ++result_.rejected;
    if (level == ladder.levels()) {
      throw NumericalFailure("march_adaptive with " + stepper_.claim().name + ": at t = " + number_text(t) +
                             " the smallest step " + number_text(dt) +
                             " does not meet the tolerance; raise it or take more levels");
    }
    const double factor = std::isfinite(share) ? safety * std::pow(share, -1 / order_) : 0.25;
    int next = level + 1;
    while (next < ladder.levels() && ladder.dt(next) > dt * factor) ++next;
    level = next;
    wanted_ = ladder.dt(next);
    previous_share_ = 1;
  }

  // One step and two halves from the density: the halves' estimated error relative to Σp.
  double attempt(double dt) {
    whole_step_ = halves_ = result_.march.density;
    const StepReport one = propagator(dt).advance(whole_step_.data(), 1);
    const StepReport two = propagator(dt / 2).advance(halves_.data(), 2);
    forget(dt);
    if (one.first_not_finite > 0 || two.first_not_finite > 0) return std::nan("");
    half_minimum_ = two.minimum;
    half_outflow_ = two.outflow;
    whole_step_ = (whole_step_ - halves_).abs();
    return sum(whole_step_.data(), whole_step_.size()) / sum(halves_.data(), halves_.size()) /
           (std::exp2(order_) - 1);
  }

  Propagator& propagator(double dt) {
    auto& entry = propagators_[dt];
    if (!entry) {
      entry = stepper_.prepare(generator_, dt);
      ++result_.preparations;
    }
    return *entry;
  }

  // Keeps the factors of four neighbouring sizes.
  void forget(double dt) {
    std::erase_if(propagators_,
                  [&](const auto& entry) { return entry.first > 2 * dt || entry.first < dt / 4; });
  }

  const Generator& generator_;
  const TimeStepper& stepper_;
  double order_, tolerance_, start_, whole_;
  const AdaptiveSettings& settings_;
  AdaptiveResult& result_;
  double wanted_ = 0, previous_share_ = 1, half_minimum_ = 0;
  Outflows half_outflow_ = {}, lost_ = {};
  Eigen::ArrayXd whole_step_, halves_;
  std::map<double, std::unique_ptr<Propagator>> propagators_;
};

void check_settings(const AdaptiveSettings& settings) {
  require(settings.tolerance > 0, "tolerance", settings.tolerance, "must be > 0");
  require(settings.largest_fraction > 0 && settings.largest_fraction <= 1, "largest_fraction",
          settings.largest_fraction, "must be in (0, 1]");
  require(settings.levels >= 1 && settings.levels <= 40, "levels", settings.levels, "must be in 1 … 40");
  require(settings.largest_fraction >= 0x1p-20, "largest_fraction", settings.largest_fraction,
          "must be at least 2^−20");
}

}  // namespace

AdaptiveResult march_adaptive(const Generator& generator, const TimeStepper& stepper,
                              const Eigen::ArrayXd& p0, const std::vector<double>& times,
                              const AdaptiveSettings& settings, const SnapshotObserver& observer) {
  check_density(generator.grid(), p0);
  check_settings(settings);
  require_rising_times(times);
  const std::optional<double> order = order_in_time(stepper, generator);
  if (!order || !std::isfinite(*order)) {
    throw InvalidArgument("stepper = " + stepper.claim().name +
                          ": must have a finite order for this generator");
  }
  AdaptiveResult result;
  result.march.density = p0;
  result.march.minimum = p0.minCoeff();
  result.march.minimum_time = times.front();
  const double mass = sum(p0.data(), p0.size());
  AdaptiveMarch march(generator, stepper, *order, settings.tolerance, times.front(),
                      times.back() - times.front(), settings, result);
  result.march.outflows.push_back({});
  if (observer) observer(0, times.front(), result.march.density);
  for (std::size_t i = 0; i + 1 < times.size(); ++i) {
    march.run(times[i], times[i + 1]);
    result.march.outflows.push_back(march.lost(generator.grid().cell_volume()));
    if (observer) observer(static_cast<Index>(i) + 1, times[i + 1], result.march.density);
  }
  const double change = sum(result.march.density.data(), p0.size()) + march.lost(1).total() - mass;
  result.march.mass_defect = std::abs(change) / mass;
  return result;
}

}  // namespace kolmo::fokker_planck
