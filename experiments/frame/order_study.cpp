#include "frame/order_study.hpp"

#include <cmath>
#include <limits>

namespace kolmo::frame {
namespace {

/// value(i) for every error of the study.
template <class Value>
Eigen::ArrayXd column(const verify::OrderStudy& study, const Value& value) {
  Eigen::ArrayXd out(static_cast<Index>(study.h.size()));
  for (Index i = 0; i < out.size(); ++i) out(i) = value(static_cast<std::size_t>(i));
  return out;
}

void write_errors(const verify::OrderStudy& study, const std::string& scale, io::Group& group) {
  group.variable("error", {scale}, column(study, [&](auto i) { return std::abs(study.errors[i].value); }),
                 {study.long_name, "1", study.source});
  group.variable("standard_error", {scale},
                 column(study, [&](auto i) { return study.errors[i].standard_error; }),
                 {"standard error of the error; 0 where there is no sampling", "1"});
}

void write_labels(const verify::OrderStudy& study, io::Group& group) {
  group.attribute("long_name", study.long_name);
  if (!study.scheme.empty()) group.attribute("scheme", study.scheme);
}

void write_order(const verify::OrderStudy& study, const verify::JudgedOrder& judged, io::Group& group) {
  group.attribute("order_claimed", study.claimed);
  if (judged.fit.constant > 0) {  // something was fitted
    group.attribute("order", judged.check.observed);
    if (std::isfinite(judged.fit.half_width)) {
      group.attribute("half_width", judged.fit.half_width * study.next_term);
    }
  }
  group.attribute("slack", study.options.slack);
}

void write_fit(const verify::OrderStudy& study, const verify::JudgedOrder& judged, io::Group& group) {
  const verify::OrderFit& fit = judged.fit;
  const auto fitted = [&](std::size_t i) {
    if (study.h[i] > study.fit_up_to * (1 + 1e-12)) return std::numeric_limits<double>::quiet_NaN();
    const double s = std::pow(study.h[i], study.next_term);
    return fit.constant * std::pow(s, fit.order) * (1 + fit.curvature * s);
  };
  if (fit.constant > 0) {
    group.variable("fitted", {"h"}, column(study, fitted),
                   {"the fitted error C h^p (1 + a h^q)", "1", "", true});
  }
  group.flags("resolved", {"h"}, std::vector<std::int8_t>(judged.used.begin(), judged.used.end()),
              "left_out fitted", {"whether the error entered the fit", ""});
}

void write_work(const verify::OrderStudy& study, io::Group& group) {
  write_labels(study, group);
  group.scale("evaluations", study.work, {study.work_long_name, "1"});
  write_errors(study, "evaluations", group);
}

}  // namespace

verify::Check judge_order(const std::string& id, const verify::OrderStudy& study, io::Group& part) {
  const verify::JudgedOrder judged = verify::judge(study, id);
  io::Group& group = part.group("convergence/" + study.name);
  write_labels(study, group);
  group.attribute("source", study.source);
  group.attribute("check", id);
  group.attribute("verdict", std::string(verify::to_string(judged.check.verdict)));
  group.scale("h", study.h, {study.h_long_name, study.h_units});
  write_errors(study, "h", group);
  if (study.exact_below > 0) {
    group.attribute("exact_below", study.exact_below);
  } else {
    write_order(study, judged, group);
    write_fit(study, judged, group);
  }
  if (!study.work.empty()) write_work(study, part.group("work_precision/" + study.name));
  return judged.check;
}

}  // namespace kolmo::frame
