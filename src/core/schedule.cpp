#include "kolmo/core/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo {
namespace {

void require_times(const std::vector<double>& times, double direction, const char* allowed) {
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double since = k == 0 ? 0 : times[k] - times[k - 1];
    require(std::isfinite(times[k]) && std::isfinite(since) && (k == 0 || direction * since > 0),
            "times[" + number_text(k) + "]", times[k], allowed);
  }
}

void require_two(const std::vector<double>& times) {
  require(times.size() >= 2, "number of times", static_cast<double>(times.size()),
          "must be at least 2: the start and one more");
}

}  // namespace

void require_rising_times(const std::vector<double>& times) {
  require_two(times);
  require_times(times, 1, "must be finite and larger than the one before");
}

void require_ordered_times(const std::vector<double>& times) {
  require_two(times);
  require_times(times, times[1] < times[0] ? -1 : 1,
                "must be finite, and all times strictly increasing or strictly decreasing");
}

Schedule Schedule::with_step(std::vector<double> times, double h, Index multiple) {
  require(std::isfinite(h) && h > 0, "h", h, "must be positive and finite");
  require(multiple >= 1, "multiple", static_cast<double>(multiple), "must be at least 1");
  require_rising_times(times);
  Schedule schedule{std::move(times), {}};
  for (std::size_t k = 0; k + 1 < schedule.times.size(); ++k) {
    // Rounding in the times must not cost another step.
    const double ratio = (schedule.times[k + 1] - schedule.times[k]) / (h * static_cast<double>(multiple));
    require(ratio < 1e15, "h", h, "is too small for the interval");
    schedule.steps.push_back(multiple *
                             std::max<Index>(1, static_cast<Index>(std::ceil(ratio * (1 - 1e-12)))));
  }
  schedule.validate(multiple);
  return schedule;
}

Schedule Schedule::with_steps_each(std::vector<double> times, Index count) {
  require_two(times);
  Schedule schedule{std::move(times), {}};
  schedule.steps.assign(schedule.times.size() - 1, count);
  schedule.validate();
  return schedule;
}

Index Schedule::total_steps() const { return std::accumulate(steps.begin(), steps.end(), Index{0}); }

void Schedule::validate(Index multiple) const {
  require_rising_times(times);
  require(steps.size() + 1 == times.size(), "number of entries in steps", static_cast<double>(steps.size()),
          "must be one fewer than those in times");
  constexpr Index most = std::numeric_limits<std::uint32_t>::max();
  Index total = 0;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    const std::string name = "steps[" + number_text(k) + "]";
    require(steps[k] >= 1 && steps[k] % multiple == 0, name, static_cast<double>(steps[k]),
            "must be a positive multiple of " + number_text(multiple));
    require(steps[k] <= most - total, name, static_cast<double>(steps[k]),
            "leads to 2^32 steps or more in all");
    total += steps[k];
  }
}

}  // namespace kolmo
