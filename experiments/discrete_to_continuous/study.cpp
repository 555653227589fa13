#include "discrete_to_continuous/study.hpp"

#include <algorithm>
#include <cmath>

#include "frame/order_study.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

/// Errors that exist, ascending h; those up to fit_up_to are fitted.
verify::OrderStudy compute(const Study& study) {
  verify::OrderStudy order{.name = study.name,
                           .long_name = study.long_name,
                           .claimed = study.order,
                           .source = study.source,
                           .h_long_name = study.h_long_name,
                           .h_units = study.h_units};
  order.fit_up_to = study.fit_up_to;
  order.options.slack = order_slack;
  order.options.largest_half_width = largest_half_width;
  std::vector<double> h = study.h;
  std::sort(h.begin(), h.end());
  for (const double step : h) {
    const double error = study.error(step);
    if (!std::isnan(error)) order.add(step, error);
  }
  return order;
}

/// The value at h = 0 of the line through (h_i, e_i/h_i^p), i and i + 1.
double extrapolated(const verify::OrderStudy& study, std::size_t i) {
  const double h1 = study.h[i], h2 = study.h[i + 1];
  const double c1 = study.errors[i].value / std::pow(h1, study.claimed);
  const double c2 = study.errors[i + 1].value / std::pow(h2, study.claimed);
  return c1 - h1 * (c2 - c1) / (h2 - h1);
}

verify::Check constant_check(const std::string& part, const Study& study, const verify::OrderStudy& order) {
  const std::string id = part + "/constant/" + study.name;
  const LeadingConstant& constant = *study.constant;
  if (!std::isnan(constant.tolerance)) {
    return number_check(id, constant.value,
                        order.errors.front().value / std::pow(order.h.front(), study.order),
                        constant.tolerance, study.source);
  }
  const double fine = extrapolated(order, 0), coarse = extrapolated(order, 1);
  return number_check(id, constant.value, fine, 2 * std::abs(fine - coarse) + 1e-9 * std::abs(constant.value),
                      study.source);
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
  std::vector<verify::OrderStudy> orders(plan.studies.size());
  for_each_task(static_cast<Index>(plan.studies.size()), [&](Index i) {
    orders[static_cast<std::size_t>(i)] = compute(plan.studies[static_cast<std::size_t>(i)]);
  });
  std::vector<verify::Check> checks;
  for (std::size_t i = 0; i < plan.studies.size(); ++i) {
    const Study& study = plan.studies[i];
    checks.push_back(frame::judge_order(part + "/order/" + study.name, orders[i], group));
    if (study.constant) checks.push_back(constant_check(part, study, orders[i]));
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
