#include "kolmo/ode/samplers/log_snr_clock.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::ode {

LogSnrClock::LogSnrClock(std::shared_ptr<const process::Process> process, double t_min, double t_max)
    : process_(std::move(process)), t_min_(t_min), t_max_(t_max) {
  if (!process_) throw InvalidArgument("process: is null, must be a linear process");
  require(std::isfinite(t_min) && t_min > 0, "t_min", t_min, "must be positive and finite");
  require(std::isfinite(t_max) && t_max > t_min, "t_max", t_max, "must be finite and above t_min");
  const auto kernel = exact_kernel(*process_, 0, t_max);
  if (!kernel) {
    throw InvalidArgument("process = '" + process_->name() +
                          "': must be linear with scalar noise, so that it has an exact kernel");
  }
  centre_ = kernel->centre.array();
}

double LogSnrClock::lambda(double t) const {
  const auto kernel = kernel_view(*process_, 0, t);
  return std::log(kernel->scale) - 0.5 * std::log(kernel->variance);
}

ClockNode LogSnrClock::at(double t) const {
  require(t >= t_min_ && std::isfinite(t), "time of a sampler's step", t,
          "must be finite and at least t_min = " + number_text(t_min_) + " (lower t_min, or end there)");
  const auto kernel = kernel_view(*process_, 0, t);
  return {t, lambda(t), kernel->scale, std::sqrt(kernel->variance)};
}

ClockNode LogSnrClock::at_lambda(double wanted) const {
  // λ falls: low has the larger λ. t_min itself is reached to the rounding of λ.
  double low = t_min_, high = t_max_;
  const double most = lambda(low);
  require(wanted <= most + 1e-12 * (1 + std::abs(most)), "lambda of a sampler's step", wanted,
          "must be at most that of t_min = " + number_text(t_min_));
  if (wanted >= most) return at(t_min_);
  // Later than t_max: a process may end, and says so by an InvalidArgument, which the last try hands on.
  double stride = t_max_;
  for (int tries = 0; lambda(high) > wanted; ++tries) {
    require(tries < 200, "lambda of a sampler's step", wanted, "is reached at no time");
    try {
      const bool further = lambda(high + stride) > wanted;
      high += stride;
      if (further) stride *= 2;
    } catch (const InvalidArgument&) {
      stride /= 2;
      if (stride < 1e-9 * t_max_) throw;
    }
  }
  // Bisection, in log t first, until the two are neighbours.
  for (int k = 0; k < 200; ++k) {
    const double middle = k < 12 ? std::sqrt(low * high) : 0.5 * (low + high);
    if (!(middle > low && middle < high)) break;
    (lambda(middle) > wanted ? low : high) = middle;
  }
  ClockNode node = at(high);
  node.lambda = wanted;
  return node;
}

ClockNode LogSnrClock::data() const { return {0, std::numeric_limits<double>::infinity(), 1, 0}; }

}  // namespace kolmo::ode
