#include "kolmo/verify/order_study.hpp"

#include <algorithm>
#include <cmath>

namespace kolmo::verify {
namespace {

double largest_error(const OrderStudy& study) {
  double largest = 0;
  for (const Estimate& error : study.errors) {
    if (!std::isnan(largest) && !(std::abs(error.value) <= largest)) largest = std::abs(error.value);
  }
  return largest;
}

bool has_order(const OrderStudy& study) {
  return std::all_of(study.errors.begin(), study.errors.end(),
                     [](const Estimate& e) { return std::isfinite(e.value) && e.value != 0; });
}

Check exact_check(const OrderStudy& study, const std::string& id) {
  Check check = value_check(0, largest_error(study), study.exact_below, study.source,
                            "exact here: the largest error, which is rounding");
  check.id = id;
  return check;
}

Check missing_order(const OrderStudy& study, const std::string& id) {
  Check check;
  check.id = id;
  check.expected = study.claimed;
  check.observed = check.tolerance = std::numeric_limits<double>::quiet_NaN();
  check.source = study.source;
  check.note = "an error is zero or not finite: there is no order";
  return check;
}

bool enters(const OrderStudy& study, std::size_t i) { return study.h[i] <= study.fit_up_to * (1 + 1e-12); }

/// The points that may enter the fit, in the variable h^q.
std::vector<OrderPoint> points_of(const OrderStudy& study) {
  std::vector<OrderPoint> points;
  for (std::size_t i = 0; i < study.h.size(); ++i) {
    if (!enters(study, i)) continue;
    const Estimate& error = study.errors[i];
    points.push_back({std::pow(study.h[i], study.next_term), std::abs(error.value), error.standard_error});
  }
  return points;
}

/// Flags of the study's points from those of the fit, which knows the points of points_of; all where it has
/// none of its own.
std::vector<bool> used_points(const OrderStudy& study, const OrderFit& fit) {
  std::vector<bool> used;
  std::size_t k = 0;
  for (std::size_t i = 0; i < study.h.size(); ++i) {
    used.push_back(enters(study, i) && (fit.used.empty() || fit.used[k]));
    if (enters(study, i)) ++k;
  }
  return used;
}

}  // namespace

JudgedOrder judge(const OrderStudy& study, const std::string& id) {
  JudgedOrder judged;
  judged.fit.claimed = study.claimed;
  judged.used.assign(study.h.size(), false);
  if (study.exact_below > 0) {
    judged.check = exact_check(study, id);
    return judged;
  }
  if (!has_order(study)) {
    judged.check = missing_order(study, id);
    return judged;
  }
  OrderFitOptions options = study.options;
  options.slack /= study.next_term;
  options.largest_half_width /= study.next_term;
  judged.fit = study.fit ? *study.fit : fit_order(points_of(study), study.claimed / study.next_term, options);
  judged.check = order_check(id, judged.fit, study.source, options);
  // From the order in h^q to that in h.
  judged.check.expected = study.claimed;
  judged.check.observed *= study.next_term;
  judged.check.standard_error *= study.next_term;
  judged.check.tolerance *= study.next_term;
  judged.used = used_points(study, judged.fit);
  return judged;
}

Check check_of(const OrderStudy& study, const std::string& part) {
  return judge(study, part + "/" + study.name).check;
}

OrderStudy noise_free_study(const StudyLabels& labels, const Claim& claim, double claimed,
                            const std::vector<OrderPoint>& points, double rounding) {
  OrderStudy study{.name = labels.name,
                   .long_name = labels.long_name,
                   .claimed = claimed,
                   .source = claim.source,
                   .h_long_name = "time step",
                   .h_units = "s",
                   .scheme = claim.name,
                   .work_long_name = "drift evaluations in a unit of time"};
  study.options.largest_half_width = widest_half_width;
  for (const OrderPoint& point : points) {
    study.add(point.h, point.error, point.standard_error);
    study.work.push_back(claim.evaluations_per_step / point.h);
  }
  if (!std::isfinite(claimed) || largest_error(study) < rounding) study.exact_below = rounding;
  return study;
}

}  // namespace kolmo::verify
