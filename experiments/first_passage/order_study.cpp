#include "first_passage/order_study.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/verify/order_fit.hpp"

namespace kolmo::first_passage {
namespace {

constexpr double slack = 0.1;

void write(const OrderStudy& study, const verify::OrderFit& fit, const verify::Check& check,
           io::Group& part) {
  io::Group& group = part.group("convergence/" + study.group);
  group.attribute("long_name", study.long_name);
  group.attribute("order_claimed", study.claimed);
  if (std::isfinite(check.observed)) group.attribute("order", check.observed);
  if (std::isfinite(fit.half_width)) group.attribute("half_width", fit.half_width * study.next_term);
  group.attribute("verdict", std::string(verify::to_string(check.verdict)));
  const auto n = static_cast<Index>(study.h.size());
  Eigen::ArrayXd h(n), error(n), spread(n), fitted(n);
  for (Index i = 0; i < n; ++i) {
    const auto place = static_cast<std::size_t>(i);
    h(i) = study.h[place];
    error(i) = std::abs(study.errors[place].value);
    spread(i) = study.errors[place].standard_error;
    const double s = std::pow(h(i), study.next_term);
    fitted(i) = fit.constant * std::pow(s, fit.order) * (1 + fit.curvature * s);
  }
  group.scale("h", h, {"step", "1"});
  group.variable("error", {"h"}, error, {study.long_name, "1"});
  group.variable("standard_error", {"h"}, spread, {"standard error of the error", "1"});
  if (std::isfinite(check.observed) && fit.constant > 0) {
    group.variable("fitted", {"h"}, fitted, {"the fitted error", "1"});
  }
}

}  // namespace

verify::Check judge_order(const OrderStudy& study, io::Group& part) {
  if (std::any_of(study.errors.begin(), study.errors.end(), [](const Estimate& e) { return e.value == 0; })) {
    verify::Check check;
    check.id = study.id;
    check.expected = study.claimed;
    check.observed = check.tolerance = std::numeric_limits<double>::quiet_NaN();
    check.source = study.source;
    check.note = "an error is exactly zero: there is no order";
    write(study, {}, check, part);
    return check;
  }
  std::vector<verify::OrderPoint> points;
  for (std::size_t i = 0; i < study.h.size(); ++i) {
    points.push_back({std::pow(study.h[i], study.next_term), std::abs(study.errors[i].value),
                      study.errors[i].standard_error});
  }
  verify::OrderFitOptions options;
  options.slack = slack / study.next_term;
  options.largest_half_width /= study.next_term;
  const verify::OrderFit fit = verify::fit_order(points, study.claimed / study.next_term, options);
  verify::Check check = verify::order_check(study.id, fit, study.source, options);
  // From the order in h^q to that in h.
  check.expected = study.claimed;
  check.observed *= study.next_term;
  check.standard_error *= study.next_term;
  check.tolerance *= study.next_term;
  write(study, fit, check, part);
  return check;
}

verify::Check judge_value(const std::string& id, double expected, const Estimate& observed, double z,
                          double bias_bound, const std::string& source) {
  verify::Check check;
  check.id = id;
  check.expected = expected;
  check.observed = observed.value;
  check.standard_error = observed.standard_error;
  check.bias_bound = bias_bound;
  check.tolerance = z * observed.standard_error + bias_bound;
  check.verdict = verify::judge(expected, observed.value, check.tolerance);
  check.source = source;
  return check;
}

void require_power(verify::Check& check, double largest) {
  if (check.verdict != verify::Verdict::pass || check.tolerance <= largest) return;
  check.verdict = verify::Verdict::unresolved;
  check.note = "the tolerance is too wide to decide: take more paths";
}

}  // namespace kolmo::first_passage
