#include "kolmo/sde/drivers/multilevel.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::sde {
namespace {

/// A level lacks samples where more than this share of what it has is wanted on top.
constexpr double lacking = 0.01;

/// Strong orders from ¼ to 2.
constexpr double least_decay = 0.5, largest_decay = 4;

/// A variance is not estimated from fewer.
constexpr Index least_samples = 32;

void validate(const MultilevelOptions& options) {
  require(std::isfinite(options.accuracy) && options.accuracy > 0, "accuracy", options.accuracy,
          "must be positive and finite");
  require(options.variance_share > 0 && options.variance_share < 1, "variance_share", options.variance_share,
          "must lie strictly between 0 and 1");
  require(std::isfinite(options.order_weak) && options.order_weak > 0, "order_weak", options.order_weak,
          "must be positive and finite");
  require(options.pilot >= 16, "pilot", static_cast<double>(options.pilot), "must be at least 16");
  require(options.first_levels >= 3, "first_levels", options.first_levels, "must be at least 3");
  require(options.most_levels >= options.first_levels && options.most_levels <= most_multilevel_levels,
          "most_levels", options.most_levels, "must be at least first_levels and at most 32");
}

/// Slope of log₂ y_ℓ over ℓ = 1 … L; NaN where a y_ℓ is 0.
template <class Value>
double slope(std::size_t levels, const Value& value) {
  const double last = static_cast<double>(levels) - 1, centre = (1 + last) / 2;
  double xy = 0, xx = 0;
  for (std::size_t level = 1; level < levels; ++level) {
    const double y = value(level), x = static_cast<double>(level) - centre;
    if (!(y > 0)) return std::numeric_limits<double>::quiet_NaN();
    xy += x * std::log2(y);
    xx += x * x;
  }
  return xy / xx;
}

class Run {
 public:
  Run(const LevelSampler& sampler, const MultilevelOptions& options) : sampler_(sampler), options_(options) {}

  MultilevelEstimate estimate() {
    for (int level = 0; level < options_.first_levels; ++level) add_level(options_.pilot);
    fill();
    while (bias() > options_.accuracy * std::sqrt(1 - options_.variance_share)) {
      if (static_cast<int>(result_.levels.size()) == options_.most_levels) fail();
      add_level(extrapolated_samples());
      fill();
    }
    finish();
    return std::move(result_);
  }

 private:
  void add_level(Index samples) {
    result_.levels.emplace_back();
    rounds_.push_back(0);
    take(result_.levels.size() - 1, samples);
  }

  /// N_ℓ of the level that comes next, with V and C carried on from the last one.
  Index extrapolated_samples() const {
    Levels levels = guarded_levels();
    levels.variances.push_back(levels.variances.back() * std::exp2(-decay()));
    levels.costs.push_back(2 * levels.costs.back());
    return std::max(least_samples, optimal_samples(levels.variances, levels.costs, variance_bound()).back());
  }

  void take(std::size_t level, Index samples) {
    throw_if_stopped();
    if (rounds_[level] == most_multilevel_rounds) {
      throw NumericalFailure("multilevel, level " + number_text(level) +
                             ": the variance still grows after 256 rounds of samples: a larger pilot, or a "
                             "phi with fewer large values");
    }
    MultilevelLevel& entry = result_.levels[level];
    entry.samples.merge(sampler_(static_cast<int>(level), rounds_[level]++, samples));
    const RunningMoments& difference = entry.samples.difference;
    entry.mean = difference.mean();
    entry.variance = difference.central().variance().value;
    const Index work =
        entry.samples.drift_evaluations > 0 ? entry.samples.drift_evaluations : entry.samples.particle_steps;
    entry.cost = static_cast<double>(work) / static_cast<double>(difference.size());
  }

  double beta() const {
    return -slope(result_.levels.size(), [this](std::size_t l) { return result_.levels[l].variance; });
  }

  /// β for what is not measured well, within reason.
  double decay() const {
    const double measured = beta();
    return std::isnan(measured) ? least_decay : std::clamp(measured, least_decay, largest_decay);
  }

  double variance_bound() const { return options_.variance_share * options_.accuracy * options_.accuracy; }

  struct Levels {
    std::vector<double> variances, costs;
  };
  Levels guarded_levels() const {
    const double least = 0.5 * std::exp2(-decay());
    Levels levels;
    for (std::size_t level = 0; level < result_.levels.size(); ++level) {
      double variance = result_.levels[level].variance;
      if (level >= 2) variance = std::max(variance, least * levels.variances.back());
      levels.variances.push_back(variance);
      levels.costs.push_back(result_.levels[level].cost);
    }
    return levels;
  }

  std::vector<Index> wanted() const {
    const Levels levels = guarded_levels();
    return optimal_samples(levels.variances, levels.costs, variance_bound());
  }

  void fill() {
    for (bool lacked = true; lacked;) {
      lacked = false;
      const std::vector<Index> samples = wanted();
      for (std::size_t level = 0; level < samples.size(); ++level) {
        const Index have = result_.levels[level].samples.difference.size(), more = samples[level] - have;
        if (static_cast<double>(more) <= lacking * static_cast<double>(have)) continue;
        take(level, more);
        lacked = true;
      }
    }
  }

  double bias() const {
    const std::size_t last = result_.levels.size() - 1;
    double largest = 0;
    for (std::size_t back = 0; back < std::min<std::size_t>(3, last); ++back) {
      const double decayed = std::exp2(-options_.order_weak * static_cast<double>(back));
      largest = std::max(largest, std::abs(result_.levels[last - back].mean) * decayed);
    }
    return largest / (std::exp2(options_.order_weak) - 1);
  }

  [[noreturn]] void fail() const {
    std::ostringstream message;
    message
        << "multilevel: the bias is still about " << bias() << " on " << options_.most_levels
        << " levels, accuracy " << options_.accuracy
        << " asks for less: allow most_levels more or ask for less; if it does not decay, the scheme does "
           "not converge here";
    throw NumericalFailure(message.str());
  }

  void finish() {
    const std::size_t count = result_.levels.size();
    double variance = 0;
    for (const MultilevelLevel& level : result_.levels) {
      result_.value += level.mean;
      variance += level.variance / static_cast<double>(level.samples.difference.size());
      result_.particle_steps += level.samples.particle_steps;
      result_.drift_evaluations += level.samples.drift_evaluations;
    }
    result_.standard_error = std::sqrt(variance);
    result_.bias = bias();
    result_.alpha = -slope(count, [this](std::size_t l) { return std::abs(result_.levels[l].mean); });
    result_.beta = beta();
    result_.gamma = slope(count, [this](std::size_t l) { return result_.levels[l].cost; });
  }

  const LevelSampler& sampler_;
  const MultilevelOptions& options_;
  std::vector<int> rounds_;
  MultilevelEstimate result_;
};

}  // namespace

MultilevelEstimate multilevel(const LevelSampler& sampler, const MultilevelOptions& options) {
  validate(options);
  return Run(sampler, options).estimate();
}

std::vector<Index> optimal_samples(const std::vector<double>& variances, const std::vector<double>& costs,
                                   double variance_bound) {
  require(std::isfinite(variance_bound) && variance_bound > 0, "variance_bound", variance_bound,
          "must be positive and finite");
  require(variances.size() == costs.size(), "number of costs", static_cast<double>(costs.size()),
          "must be that of the variances");
  double total = 0;
  for (std::size_t level = 0; level < costs.size(); ++level) {
    require(std::isfinite(variances[level]) && variances[level] >= 0, "variance", variances[level],
            "must be finite and not negative");
    require(std::isfinite(costs[level]) && costs[level] > 0, "cost", costs[level],
            "must be positive and finite");
    total += std::sqrt(variances[level] * costs[level]);
  }
  std::vector<Index> samples;
  for (std::size_t level = 0; level < costs.size(); ++level) {
    const double wanted = std::ceil(std::sqrt(variances[level] / costs[level]) * total / variance_bound);
    require(wanted <= 0x1p33, "variance_bound", variance_bound,
            "asks for more than 2^33 samples of one level");
    samples.push_back(std::max<Index>(1, static_cast<Index>(wanted)));
  }
  return samples;
}

}  // namespace kolmo::sde
