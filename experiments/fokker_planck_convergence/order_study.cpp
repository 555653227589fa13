#include "fokker_planck_convergence/order_study.hpp"

#include "frame/order_study.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

/// Of the 95 % interval.
constexpr double z = 1.959963984540054;

Eigen::ArrayXd array(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Index>(values.size()));
}

verify::Check judge_exact(const OrderStudy& study, const std::string& id, io::Group& group) {
  verify::Check check;
  check.id = id;
  for (const double error : study.errors) {
    if (!(error <= check.observed)) check.observed = error;  // NaN stays
  }
  check.tolerance = check.bias_bound = study.exact_below;
  check.verdict = verify::judge(0, check.observed, check.tolerance);
  check.source = study.labels.source;
  check.note = "exact here: the largest error, which is rounding";
  group.attribute("long_name", study.labels.long_name);
  group.attribute("verdict", std::string(verify::to_string(check.verdict)));
  group.attribute("exact_below", study.exact_below);
  group.scale("h", array(study.h), {study.labels.step, study.labels.step_units});
  group.variable("error", {"h"}, array(study.errors), {study.labels.long_name, "1", study.labels.source});
  return check;
}

verify::Check judge_order(const OrderStudy& study, const std::string& id, io::Group& part) {
  frame::OrderStudy order;
  order.name = study.labels.name;
  order.long_name = study.labels.long_name;
  order.claimed = study.claimed;
  order.h = study.h;
  for (const double error : study.errors) order.errors.push_back({error, 0});
  order.source = study.labels.source;
  order.h_long_name = study.labels.step;
  order.h_units = study.labels.step_units;
  order.next_term = study.next_term;
  order.options.z = z;
  order.options.largest_half_width = study.widest_half_width;
  if (study.h.size() < 5) order.options.curvature = false;
  return frame::judge_order(id, order, part);
}

}  // namespace

verify::Check judge(const OrderStudy& study, const std::string& part, io::Group& group) {
  const StudyLabels& labels = study.labels;
  const std::string id = part + "/" + labels.name;
  io::Group& own = group.group("convergence/" + labels.name);
  own.attribute("scheme", labels.scheme);
  const verify::Check check =
      study.exact_below > 0 ? judge_exact(study, id, own) : judge_order(study, id, group);
  if (study.work.empty()) return check;
  io::Group& work = group.group("work_precision/" + labels.name);
  work.attribute("long_name", labels.long_name);
  work.attribute("scheme", labels.scheme);
  work.scale("evaluations", array(study.work), {"solves a step times steps times cells", "1"});
  work.variable("error", {"evaluations"}, array(study.errors), {labels.long_name, "1"});
  return check;
}

}  // namespace kolmo::fokker_planck_convergence
