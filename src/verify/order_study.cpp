#include "kolmo/verify/order_study.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kolmo::verify {
namespace {

double largest_error(const OrderStudy& study) {
  double largest = 0;
  for (const OrderPoint& point : study.points) {
    if (!(point.error <= largest)) largest = point.error;  // NaN stays
  }
  return largest;
}

}  // namespace

OrderStudy noise_free_study(const StudyLabels& labels, const Claim& claim, double claimed,
                            std::vector<OrderPoint> points, double rounding) {
  OrderStudy study{labels.name, labels.long_name, claim.name, claim.source, std::move(points), {}};
  study.evaluations_per_unit_time = claim.evaluations_per_step;
  if (!std::isfinite(claimed) || largest_error(study) < rounding) {
    study.exact_below = rounding;
    study.fit.claimed = claimed;
    return study;
  }
  OrderFitOptions options;
  options.largest_half_width = widest_half_width;
  study.fit = fit_order(study.points, claimed, options);
  return study;
}

Check check_of(const OrderStudy& study, const std::string& part) {
  const std::string id = part + "/" + study.name;
  if (study.exact_below > 0) {
    Check check;
    check.id = id;
    check.observed = largest_error(study);
    check.tolerance = check.bias_bound = study.exact_below;
    check.verdict = judge(0, check.observed, check.tolerance);
    check.source = study.source;
    check.note = "exact here: the largest error, which is rounding";
    return check;
  }
  return order_check(id, study.fit, study.source);
}

}  // namespace kolmo::verify
