// Field lines given as curves: the density along them by the divergence, and in closed form.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/green_flow/curve_family.hpp"
#include "kolmo/ode/flow.hpp"
#include "poisson_flow/parts.hpp"

namespace kolmo::poisson_flow {
namespace {

using green_flow::CurveFamily;

struct Family {
  std::string name;
  std::vector<std::string> curves;
};

const std::vector<Family>& families() {
  static const std::vector<Family> all{{"straight", {"0.5 + a*t", "b*t - 1"}},
                                       {"curved", {"a*t + 0.4*t^2", "b*t - 0.3*a*t^2"}},
                                       {"sheared", {"a*sinh(t) + 0.2*sin(b)*t", "b*t*exp(0.5*t)"}}};
  return all;
}

/// The system that has ln ρ of a row of labels as its coordinates: d ln ρ/dt = −∇·v along the curve of each.
class AlongCurves final : public process::VelocityField {
 public:
  AlongCurves(const CurveFamily& family, const Points& labels) : family_(family), labels_(labels) {}
  Index dimension() const override { return labels_.rows(); }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    out.rowwise() = -family_.divergence(t, labels_).transpose();
    (void)x;
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block v, Values divergence) const override {
    velocity(t, x, v);
    divergence.setZero();
  }

 private:
  const CurveFamily& family_;
  const Points& labels_;
};

Points labels_of_curves() {
  Points labels(5, 2);
  labels << 0.2, 1, -1, 0.5, 0.7, -0.3, 1.4, -1.2, -0.6, -0.9;
  return labels;
}

/// Largest error of ln ρ at t = 2 from t = 0.1, the log density of the labels taken away.
double error_of(const Family& one) {
  const CurveFamily family(one.curves);
  const Points labels = labels_of_curves();
  const AlongCurves system(family, labels);
  ode::FlowPlan plan;
  plan.times = {0.1, 2};
  plan.stepper = "dormand_prince_853";
  plan.relative_tolerance = plan.absolute_tolerance = 1e-13;
  Points end(1, labels.rows());
  ode::flow(system, plan, Points::Zero(1, labels.rows()),
            [&](Index snapshot, Index, const ConstBlock& x, const ConstValues*) {
              if (snapshot == 1) end = x;
            });
  const Eigen::ArrayXd exact = family.log_determinant(0.1, labels) - family.log_determinant(2, labels);
  return (end.row(0).transpose() - exact).abs().maxCoeff();
}

void write_curves(io::Group& part) {
  constexpr Index n = 41;
  const Eigen::ArrayXd times = Eigen::ArrayXd::LinSpaced(n, 0.05, 2);
  const Points labels = labels_of_curves();
  for (const Family& one : families()) {
    const CurveFamily family(one.curves);
    io::Group& group = part.group(one.name);
    group.scale("line", std::vector<double>{0, 1, 2, 3, 4}, {"field line", "1"});
    group.scale("time", times, {"time", "1"});
    Eigen::ArrayXXd first(labels.rows(), n);
    Points places(labels.rows(), 2);
    for (Index k = 0; k < n; ++k) {
      family.places(times(k), labels, places);
      first.col(k) = places.col(0);
    }
    group.variable("x", {"line", "time"}, first, {"x of the field lines, " + one.name, "1"});
  }
}

}  // namespace

frame::Plan curves_plan() {
  frame::Plan plan{"Field lines as curves",
                   "Curves that do not cross are the lines of a flow, whose density is q(a)/|det dX/da|."};
  for (const Family& one : families())
    plan.checks.push_back({"density/" + one.name, [&one] {
                             return verify::value_check(0, error_of(one), 1e-9, "q(a)/|det dX/da|",
                                                        "largest error of log rho carried by -div v");
                           }});
  plan.tables.push_back(write_curves);
  return plan;
}

}  // namespace kolmo::poisson_flow
