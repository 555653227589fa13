#include "sde_convergence/write_result.hpp"

#include <algorithm>
#include <cmath>

namespace kolmo::sde_convergence {
namespace {

using verify::OrderStudy;

Eigen::ArrayXd column(const OrderStudy& study,
                      double (*value)(const OrderStudy&, const verify::OrderPoint&)) {
  Eigen::ArrayXd values(static_cast<Index>(study.points.size()));
  for (Index i = 0; i < values.size(); ++i) {
    values(i) = value(study, study.points[static_cast<std::size_t>(i)]);
  }
  return values;
}

void write_order(const OrderStudy& study, io::Group& group) {
  const verify::OrderFit& fit = study.fit;
  group.attribute("long_name", study.long_name);
  group.attribute("scheme", study.scheme);
  group.attribute("source", study.source);
  group.attribute("verdict", std::string(verify::to_string(check_of(study, "").verdict)));
  if (study.exact_below > 0) {
    group.attribute("exact_below", study.exact_below);
    return;
  }
  group.attribute("order_claimed", fit.claimed);
  group.attribute("order", fit.order);
  if (std::isfinite(fit.half_width)) group.attribute("half_width", fit.half_width);
}

void write_study(const OrderStudy& study, io::Group& group) {
  write_order(study, group);
  group.scale("h", column(study, [](const OrderStudy&, const verify::OrderPoint& p) { return p.h; }),
              {"time step", "s"});
  group.variable("error", {"h"},
                 column(study, [](const OrderStudy&, const verify::OrderPoint& p) { return p.error; }),
                 {study.long_name, "1"});
  group.variable(
      "standard_error", {"h"},
      column(study, [](const OrderStudy&, const verify::OrderPoint& p) { return p.standard_error; }),
      {"standard error of the error; 0 where there is no sampling", "1"});
  if (study.exact_below > 0) return;
  group.variable("fitted", {"h"},
                 column(study,
                        [](const OrderStudy& s, const verify::OrderPoint& p) {
                          return s.fit.constant * std::pow(p.h, s.fit.order) * (1 + s.fit.curvature * p.h);
                        }),
                 {"C h^p (1 + a h)", "1"});
}

void write_work(const OrderStudy& study, io::Group& group) {
  group.attribute("long_name", study.long_name);
  group.attribute("scheme", study.scheme);
  group.scale("evaluations",
              column(study, [](const OrderStudy& s,
                               const verify::OrderPoint& p) { return s.evaluations_per_unit_time / p.h; }),
              {"drift evaluations in a unit of time", "1"});
  group.variable("error", {"evaluations"},
                 column(study, [](const OrderStudy&, const verify::OrderPoint& p) { return p.error; }),
                 {study.long_name, "1"});
}

}  // namespace

void write_header(const Plan& plan, io::Group& group) {
  group.attribute("title", plan.title);
  group.attribute("statement", plan.statement);
}

void write_studies(const std::vector<OrderStudy>& studies, io::Group& group) {
  for (const OrderStudy& study : studies) {
    write_study(study, group.group("convergence/" + study.name));
    write_work(study, group.group("work_precision/" + study.name));
  }
}

}  // namespace kolmo::sde_convergence
