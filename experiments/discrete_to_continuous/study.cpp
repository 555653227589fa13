#include "discrete_to_continuous/study.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

struct Outcome {
  std::vector<verify::OrderPoint> points;  ///< ascending h, those that exist
  verify::OrderFit fit;
};

verify::OrderFitOptions fit_options() {
  verify::OrderFitOptions options;
  options.slack = order_slack;
  options.largest_half_width = largest_half_width;
  return options;
}

Outcome compute(const Study& study) {
  Outcome outcome;
  std::vector<double> h = study.h;
  std::sort(h.begin(), h.end());
  std::vector<verify::OrderPoint> fitted;
  for (const double step : h) {
    const double error = study.error(step);
    if (std::isnan(error)) continue;
    outcome.points.push_back({.h = step, .error = error});
    if (step <= study.fit_up_to * (1 + 1e-12)) fitted.push_back(outcome.points.back());
  }
  outcome.fit = verify::fit_order(fitted, study.order, fit_options());
  return outcome;
}

/// The value at h = 0 of the line through (h_i, e_i/h_i^p), i and i + 1.
double extrapolated(const std::vector<verify::OrderPoint>& points, std::size_t i, double order) {
  const double h1 = points[i].h, h2 = points[i + 1].h;
  const double c1 = points[i].error / std::pow(h1, order), c2 = points[i + 1].error / std::pow(h2, order);
  return c1 - h1 * (c2 - c1) / (h2 - h1);
}

verify::Check constant_check(const std::string& part, const Study& study, const Outcome& outcome) {
  const std::string id = part + "/constant/" + study.name;
  const LeadingConstant& constant = *study.constant;
  if (!std::isnan(constant.tolerance)) {
    const verify::OrderPoint& finest = outcome.points.front();
    return number_check(id, constant.value, finest.error / std::pow(finest.h, study.order),
                        constant.tolerance, study.source);
  }
  const double fine = extrapolated(outcome.points, 0, study.order);
  const double coarse = extrapolated(outcome.points, 1, study.order);
  return number_check(id, constant.value, fine, 2 * std::abs(fine - coarse) + 1e-9 * std::abs(constant.value),
                      study.source);
}

void write(const Study& study, const Outcome& outcome, io::Group& group) {
  const auto n = static_cast<Index>(outcome.points.size());
  const verify::OrderFit& fit = outcome.fit;
  Eigen::ArrayXd h(n), error(n), model(n);
  for (Index i = 0; i < n; ++i) {
    const verify::OrderPoint& point = outcome.points[static_cast<std::size_t>(i)];
    const bool fitted = point.h <= study.fit_up_to * (1 + 1e-12);
    h(i) = point.h;
    error(i) = point.error;
    model(i) = fitted ? fit.constant * std::pow(point.h, fit.order) * (1 + fit.curvature * point.h) : missing;
  }
  group.attribute("long_name", study.long_name);
  group.attribute("order_claimed", study.order);
  group.attribute("order", fit.order);
  if (std::isfinite(fit.half_width)) group.attribute("half_width", fit.half_width);
  group.attribute("verdict", std::string(verify::to_string(fit.verdict)));
  group.scale("h", h, {study.h_long_name, study.h_units});
  group.variable("error", {"h"}, error, {study.long_name, "1", study.source});
  group.variable("standard_error", {"h"}, Eigen::ArrayXd(Eigen::ArrayXd::Zero(n)),
                 {"standard error: none, the errors are computed without noise", "1"});
  group.variable("fitted", {"h"}, model, {"C h^p (1 + a h) on the steps that were fitted", "1", "", true});
}

}  // namespace

std::vector<std::string> check_ids(const std::string& part, const Plan& plan) {
  std::vector<std::string> ids;
  for (const Study& study : plan.studies) {
    ids.push_back(part + "/order/" + study.name);
    if (study.constant) ids.push_back(part + "/constant/" + study.name);
  }
  for (const Fact& fact : plan.facts) ids.push_back(part + "/" + fact.name);
  return ids;
}

std::vector<verify::Check> carry_out(const std::string& part, const Plan& plan, io::Group& group) {
  std::vector<Outcome> outcomes(plan.studies.size());
  for_each_task(static_cast<Index>(plan.studies.size()), [&](Index i) {
    outcomes[static_cast<std::size_t>(i)] = compute(plan.studies[static_cast<std::size_t>(i)]);
  });
  std::vector<verify::Check> checks;
  for (std::size_t i = 0; i < plan.studies.size(); ++i) {
    const Study& study = plan.studies[i];
    checks.push_back(
        verify::order_check(part + "/order/" + study.name, outcomes[i].fit, study.source, fit_options()));
    if (study.constant) checks.push_back(constant_check(part, study, outcomes[i]));
    write(study, outcomes[i], group.group("convergence/" + study.name));
  }
  for (const Fact& fact : plan.facts) {
    checks.push_back(number_check(part + "/" + fact.name, fact.expected, fact.observed(), fact.tolerance,
                                  fact.source, fact.note));
  }
  return checks;
}

verify::Check number_check(const std::string& id, double expected, double observed, double tolerance,
                           const std::string& source, const std::string& note) {
  verify::Check check;
  check.id = id;
  check.expected = expected;
  check.observed = observed;
  check.tolerance = tolerance;
  check.verdict = verify::judge(expected, observed, tolerance);
  check.source = source;
  check.note = note;
  return check;
}

}  // namespace kolmo::discrete_to_continuous
