#include "discrete_to_continuous/study.hpp"

#include <algorithm>
#include <cmath>

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

verify::Check constant_check(const Study& study, const verify::OrderStudy& order) {
  const LeadingConstant& constant = *study.constant;
  if (!std::isnan(constant.tolerance)) {
    return number_check("", constant.value,
                        order.errors.front().value / std::pow(order.h.front(), study.order),
                        constant.tolerance, study.source);
  }
  const double fine = extrapolated(order, 0), coarse = extrapolated(order, 1);
  return number_check("", constant.value, fine, 2 * std::abs(fine - coarse) + 1e-9 * std::abs(constant.value),
                      study.source);
}

}  // namespace

frame::Plan plan_of(const Noiseless& noiseless) {
  frame::Plan plan;
  plan.in_parallel = true;
  for (const Study& study : noiseless.studies) {
    frame::StudyTask task{study.name, [study] { return compute(study); }, "order/" + study.name};
    if (study.constant) {
      task.also.push_back({"constant/" + study.name, [study](const verify::OrderStudy& order) {
                             return constant_check(study, order);
                           }});
    }
    plan.studies.push_back(std::move(task));
  }
  for (const Fact& fact : noiseless.facts) {
    plan.checks.push_back({fact.name, [fact] {
                             return number_check("", fact.expected, fact.observed(), fact.tolerance,
                                                 fact.source, fact.note);
                           }});
  }
  return plan;
}

verify::Check number_check(const std::string& id, double expected, double observed, double tolerance,
                           const std::string& source, const std::string& note) {
  return verify::judged({.id = id,
                         .expected = expected,
                         .observed = observed,
                         .tolerance = tolerance,
                         .source = source,
                         .note = note});
}

}  // namespace kolmo::discrete_to_continuous
