#include "flow_matching/straightness.hpp"

#include <Eigen/LU>
#include <functional>

#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/ode/flow.hpp"

namespace kolmo::flow_matching {

Eigen::MatrixXd GaussianPair::half_rate(double t) const { return t * to - (1 - t) * from; }
Eigen::MatrixXd GaussianPair::covariance(double t) const { return (1 - t) * (1 - t) * from + t * t * to; }

namespace {

/// ∫₀¹ on 16 panels of 20 Gauss–Legendre points.
double integral(const std::function<double(double)>& f) {
  static const GaussLegendre<20> rule;
  constexpr int panels = 16;
  double sum = 0;
  for (int panel = 0; panel < panels; ++panel)
    for (std::size_t i = 0; i < rule.half; ++i)
      for (const double side : {-1.0, 1.0})
        sum += 0.5 * rule.weights[i] * f((panel + 0.5 * (1 + side * rule.nodes[i])) / panels);
  return sum / panels;
}

/// A x, a row a point.
class LinearFlow final : public process::VelocityField {
 public:
  explicit LinearFlow(GaussianPair pair) : pair_(std::move(pair)) {}
  Index dimension() const override { return pair_.from.rows(); }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    out = (x.matrix() * (pair_.half_rate(t) * pair_.covariance(t).inverse()).transpose()).array();
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block v, Values divergence) const override {
    velocity(t, x, v);
    divergence.setConstant((pair_.half_rate(t) * pair_.covariance(t).inverse()).trace());
  }

 private:
  GaussianPair pair_;
};

}  // namespace

double straightness_of_coupling(const GaussianPair& pair) {
  return integral([&](double t) {
    const Eigen::MatrixXd b = pair.half_rate(t);
    return (pair.from + pair.to - b * pair.covariance(t).inverse() * b.transpose()).trace();
  });
}

Eigen::MatrixXd map_of_flow(const GaussianPair& pair) {
  const Index d = pair.from.rows();
  ode::FlowPlan plan;
  plan.times = {0, 1};
  plan.stepper = "dormand_prince_853";
  plan.relative_tolerance = plan.absolute_tolerance = 1e-13;
  Eigen::MatrixXd map(d, d);
  ode::flow(LinearFlow(pair), plan, Points(Eigen::MatrixXd::Identity(d, d).array()),
            [&](Index snapshot, Index, const ConstBlock& x, const ConstValues*) {
              if (snapshot == 1) map = x.matrix().transpose();  // row i is what became of e_i
            });
  return map;
}

double cost_of_map(const GaussianPair& pair, const Eigen::MatrixXd& map) {
  const Eigen::MatrixXd moved = map - Eigen::MatrixXd::Identity(map.rows(), map.cols());
  return (moved * pair.from * moved.transpose()).trace();
}

double straightness_of_flow(const GaussianPair& pair) {
  const double action = integral([&](double t) {
    const Eigen::MatrixXd b = pair.half_rate(t);
    return (b * pair.covariance(t).inverse() * b.transpose()).trace();
  });
  return action - cost_of_map(pair, map_of_flow(pair));
}

}  // namespace kolmo::flow_matching
