#include "step_size_control.hpp"

#include <algorithm>
#include <cmath>

namespace kolmo::sde {
namespace {

constexpr double error_order = 1.5;
constexpr double integral = 0.3 / error_order, proportional = 0.15 / error_order;
constexpr double target_of_retry = 0.5;
constexpr double error_smallest = 1e-3;  // of a target: smaller ones are luck and say nothing of the step

}  // namespace

double StepSizeControl::accepted(const StepSizeOptions& options, double error) {
  const double relative = std::max(error / options.target, error_smallest);
  const double factor = std::pow(relative, -integral) * std::pow(relative_before_ / relative, proportional);
  const double largest = just_rejected_ ? 1 : options.factor_largest;
  relative_before_ = relative;
  just_rejected_ = false;
  return std::clamp(factor, options.factor_smallest, largest);
}

double StepSizeControl::rejected(const StepSizeOptions& options, double error) {
  just_rejected_ = true;
  if (!std::isfinite(error)) return options.factor_smallest;
  return std::max(std::pow(target_of_retry / error, 1 / error_order), options.factor_smallest);
}

}  // namespace kolmo::sde
