#include "dimension_scaling/ladder.hpp"

#include <cmath>

namespace kolmo::dimension_scaling {
namespace {

bool noisy(const Ladder& ladder) { return ladder.errors.front().standard_error > 0; }

double local_constant(const Ladder& ladder, std::size_t i) {
  return std::log(std::abs(ladder.errors[i].value)) + ladder.exponent * std::log(ladder.work[i]);
}

}  // namespace

void judge_ladder(const Ladder& ladder, const Settings& settings, frame::Findings& findings) {
  verify::OrderStudy study{.name = ladder.name(),
                           .long_name = ladder.long_name + ": " + ladder.method + " in " + ladder.dimension,
                           .claimed = ladder.exponent,
                           .errors = ladder.errors,
                           .source = ladder.source,
                           .h_long_name = "one over the work in " + ladder.work_unit,
                           .next_term = ladder.next_term,
                           .scheme = ladder.dimension + "_" + ladder.method,
                           .work_long_name = "work in cell-steps or path-steps"};
  for (const double work : ladder.work) study.h.push_back(1 / work);
  study.options.z = settings.z;
  study.options.slack = 0.02;
  study.options.largest_half_width = 0.15;
  if (noisy(ladder)) study.options.curvature = false;
  study.work = ladder.work;
  findings.order(study);
}

Estimate log_constant(const Ladder& ladder) {
  const std::size_t n = ladder.work.size();
  if (!noisy(ladder)) {
    const double finest = local_constant(ladder, n - 1);
    return {finest, std::abs(finest - local_constant(ladder, n - 2))};
  }
  double weights = 0, weighted = 0;
  for (std::size_t i = n - 3; i < n; ++i) {
    const double relative = ladder.errors[i].standard_error / ladder.errors[i].value;
    weights += 1 / (relative * relative);
    weighted += local_constant(ladder, i) / (relative * relative);
  }
  return {weighted / weights, 1 / std::sqrt(weights)};
}

}  // namespace kolmo::dimension_scaling
