// Steps that depend on the place, and the two corrections of their law.

#include <map>

#include "kolmo/sampling/exact/line_kernel.hpp"
#include "langevin_sampling/known_targets.hpp"
#include "langevin_sampling/parts.hpp"

namespace kolmo::langevin_sampling {
namespace {

using namespace sampling;

/// E X² of the law that steps h = c/(|s′| + 1) leave unchanged under s = −x³, each place counting with its
/// weight.
double square(const std::string& name, double c) {
  const LineKernel one(kernel(name), *quartic_target(), with_step(c), {4, 0.016});
  const LineLaw law = one.stationary();
  const Eigen::ArrayXd x = law.nodes.places();
  double sum = 0, mass = 0;
  for (Index j = 0; j < x.size(); ++j) {
    const double weight = law.weights(j) * one.state_weights()(j);
    sum += weight * x(j) * x(j);
    mass += weight;
  }
  return sum / mass;
}

}  // namespace

frame::Plan adaptive_plan() {
  frame::Plan plan{
      "Steps that depend on the place",
      "h = c/(|s'(x)| + 1) under s = -x^3: the law tends to p/h; weights h, or a drift h' more, restore p."};
  constexpr double steps[] = {0.08, 0.04, 0.02};
  const auto values = frame::lazy([=] {
    std::map<std::string, std::vector<double>> all;
    for (const char* name : {"adaptive_step", "adaptive_step_weighted", "adaptive_step_drift"})
      for (const double c : steps) all[name].push_back(square(name, c));
    return all;
  });
  const auto limit = [=](const std::string& name) {
    const std::vector<double>& v = values->get().at(name);
    return 2 * v[2] - v[1];
  };
  plan.checks.push_back({"adaptive_step/wrong_law", [=] {
                           // p/h: (3 ∫x⁴p + ∫x²p)/(3 ∫x²p + ∫p); what is left after extrapolation is O(c²).
                           return verify::value_check(1.2140, limit("adaptive_step"), 1e-3,
                                                      "E x^2 of the law p/h",
                                                      "limit c -> 0 of the uncorrected chain");
                         }});
  for (const std::string name : {"adaptive_step_weighted", "adaptive_step_drift"}) {
    plan.checks.push_back({name + "/law", [=] {
                             return verify::value_check(quartic_square(), limit(name), 1e-3,
                                                        "2 Gamma(3/4)/Gamma(1/4)", "limit c -> 0");
                           }});
    plan.studies.push_back({"order_" + name, [=] {
                              verify::OrderStudy study{"order_" + name, "bias of E X^2"};
                              study.claimed = kernel(name).claim().order(Sense::stationary).value();
                              study.source = kernel(name).claim().source;
                              study.scheme = name;
                              study.h_long_name = "c";
                              for (std::size_t k = 0; k < 3; ++k)
                                study.add(steps[k], values->get().at(name)[k] - quartic_square());
                              return study;
                            }});
  }
  return plan;
}

}  // namespace kolmo::langevin_sampling
