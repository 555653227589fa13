#include "fokker_planck_convergence/order_study.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kolmo::fokker_planck_convergence {
namespace {

/// Of the 95 % interval: the scatter about the fit is no noise but what the model leaves out.
constexpr double z = 1.959963984540054;

double largest_error(const OrderStudy& study) {
  double largest = 0;
  for (const double error : study.errors) {
    if (!(error <= largest)) largest = error;  // NaN stays
  }
  return largest;
}

/// Whether an order can be fitted at all.
bool fittable(const OrderStudy& study) {
  return std::all_of(study.errors.begin(), study.errors.end(),
                     [](double e) { return e > 0 && std::isfinite(e); });
}

Eigen::ArrayXd array(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Index>(values.size()));
}

void write_order(const OrderStudy& study, io::Group& group) {
  const verify::OrderFit& fit = study.fit;
  group.attribute("long_name", study.labels.long_name);
  group.attribute("scheme", study.labels.scheme);
  group.attribute("source", study.labels.source);
  group.attribute("verdict", std::string(verify::to_string(check_of(study, "").verdict)));
  if (study.exact_below > 0) {
    group.attribute("exact_below", study.exact_below);
    return;
  }
  group.attribute("order_claimed", study.claimed);
  group.attribute("order", fit.order);
  if (std::isfinite(fit.half_width)) group.attribute("half_width", fit.half_width);
}

}  // namespace

OrderStudy judged(OrderStudy study) {
  if (study.exact_below > 0 || !fittable(study)) return study;
  const double q = study.next_term;
  std::vector<verify::OrderPoint> points;
  for (std::size_t i = 0; i < study.h.size(); ++i)
    points.push_back({std::pow(study.h[i], q), study.errors[i]});
  verify::OrderFitOptions options;
  options.z = z;
  options.slack = study.slack / q;
  if (study.h.size() < 5) options.curvature = false;  // nothing would be left to judge the fit by
  options.largest_half_width = study.widest_half_width / q;
  study.fit = verify::fit_order(points, study.claimed / q, options);
  study.fit.order *= q;
  study.fit.half_width *= q;
  study.fit.claimed = study.claimed;
  return study;
}

verify::Check check_of(const OrderStudy& study, const std::string& part) {
  const std::string id = part + "/" + study.labels.name;
  if (study.exact_below <= 0 && fittable(study)) {
    verify::OrderFitOptions options;
    options.z = z;
    options.slack = study.slack;
    return verify::order_check(id, study.fit, study.labels.source, options);
  }
  verify::Check check;
  check.id = id;
  check.source = study.labels.source;
  if (study.exact_below > 0) {
    check.observed = largest_error(study);
    check.tolerance = check.bias_bound = study.exact_below;
    check.verdict = verify::judge(0, check.observed, check.tolerance);
    check.note = "exact here: the largest error, which is rounding";
  } else {
    check.expected = study.claimed;
    check.observed = check.tolerance = std::numeric_limits<double>::quiet_NaN();
    check.note = "an error is zero or not finite: there is no order";
  }
  return check;
}

void write_study(const OrderStudy& study, io::Group& part) {
  io::Group& group = part.group("convergence/" + study.labels.name);
  write_order(study, group);
  const Eigen::ArrayXd h = array(study.h), errors = array(study.errors);
  group.scale("h", h, {study.labels.step, study.labels.step_units});
  group.variable("error", {"h"}, errors, {study.labels.long_name, "1"});
  if (study.exact_below <= 0 && study.fit.constant > 0) {
    const Eigen::ArrayXd fitted =
        study.fit.constant * h.pow(study.fit.order) * (1 + study.fit.curvature * h.pow(study.next_term));
    group.variable("fitted", {"h"}, fitted, {"C h^p (1 + a h^q)", "1"});
  }
  if (study.work.empty()) return;
  io::Group& work = part.group("work_precision/" + study.labels.name);
  work.attribute("long_name", study.labels.long_name);
  work.attribute("scheme", study.labels.scheme);
  work.scale("evaluations", array(study.work), {"solves a step times steps times cells", "1"});
  work.variable("error", {"evaluations"}, errors, {study.labels.long_name, "1"});
}

}  // namespace kolmo::fokker_planck_convergence
