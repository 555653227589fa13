#include "frame/order_study.hpp"

#include <cmath>
#include <limits>

namespace kolmo::frame {
namespace {

void write(const OrderStudy& study, const verify::OrderFit& fit, const verify::Check& check,
           io::Group& group) {
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
  group.scale("h", h, {study.h_long_name, study.h_units});
  group.variable("error", {"h"}, error, {study.long_name, "1", study.source});
  group.variable("standard_error", {"h"}, spread, {"standard error of the error", "1"});
  if (std::isfinite(check.observed)) group.variable("fitted", {"h"}, fitted, {"the fitted error", "1"});
}

}  // namespace

verify::Check judge_order(const std::string& id, const OrderStudy& study, io::Group& part) {
  std::vector<verify::OrderPoint> points;
  bool positive = true;
  for (std::size_t i = 0; i < study.h.size(); ++i) {
    const Estimate& error = study.errors[i];
    points.push_back({std::pow(study.h[i], study.next_term), std::abs(error.value), error.standard_error});
    positive &= std::isfinite(error.value) && error.value != 0;
  }
  verify::OrderFit fit;
  verify::Check check;
  if (positive) {
    verify::OrderFitOptions options = study.options;
    options.slack /= study.next_term;
    options.largest_half_width /= study.next_term;
    fit = verify::fit_order(points, study.claimed / study.next_term, options);
    check = verify::order_check(id, fit, study.source, options);
    // From the order in h^q to that in h.
    check.expected = study.claimed;
    check.observed *= study.next_term;
    check.standard_error *= study.next_term;
    check.tolerance *= study.next_term;
  } else {
    check.id = id;
    check.expected = study.claimed;
    check.observed = check.tolerance = std::numeric_limits<double>::quiet_NaN();
    check.source = study.source;
    check.note = "an error is zero or not finite: there is no order";
  }
  write(study, fit, check, part.group("convergence/" + study.name));
  return check;
}

}  // namespace kolmo::frame
