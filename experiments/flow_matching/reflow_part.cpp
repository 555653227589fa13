// One reflow of Gaussians: straight, of the same map, and not optimal.

#include <Eigen/LU>

#include "flow_matching/parts.hpp"
#include "flow_matching/straightness.hpp"
#include "kolmo/transport/gaussian/gaussian_transport.hpp"

namespace kolmo::flow_matching {
namespace {

GaussianPair pair() {
  GaussianPair gaussians{Eigen::MatrixXd(2, 2), Eigen::MatrixXd(2, 2)};
  gaussians.from << 2, 0.5, 0.5, 1;
  gaussians.to << 1, -0.3, -0.3, 0.5;
  return gaussians;
}

/// The flow of lines x₀ → M x₀: v(t, x) = (M − I) ((1 − t) I + t M)⁻¹ x. Largest distance of its velocity
/// along a line from the chord, and of its end from M x₀, by RK4 in 64 steps – exact on straight lines but
/// for rounding.
struct Reflow {
  double bend = 0, end = 0;
};

Reflow reflow(const Eigen::MatrixXd& map) {
  const Eigen::MatrixXd unit = Eigen::MatrixXd::Identity(2, 2);
  const auto velocity = [&](double t, const Eigen::VectorXd& x) -> Eigen::VectorXd {
    return (map - unit) * ((1 - t) * unit + t * map).partialPivLu().solve(x);
  };
  Reflow found;
  for (const Eigen::Vector2d& start :
       {Eigen::Vector2d(1, 0), Eigen::Vector2d(0, 1), Eigen::Vector2d(-1.3, 2)}) {
    Eigen::VectorXd x = start;
    constexpr int n = 64;
    for (int k = 0; k < n; ++k) {
      const double t = static_cast<double>(k) / n, h = 1.0 / n;
      const Eigen::VectorXd a = velocity(t, x), b = velocity(t + h / 2, x + h / 2 * a),
                            c = velocity(t + h / 2, x + h / 2 * b), d = velocity(t + h, x + h * c);
      found.bend = std::max(found.bend, (a - (map * start - start)).norm());
      x += h / 6 * (a + 2 * b + 2 * c + d);
    }
    found.end = std::max(found.end, (x - map * start).norm());
  }
  return found;
}

}  // namespace

frame::Plan reflow_plan() {
  frame::Plan plan{"Reflow",
                   "The flow of an independent coupling of two Gaussians, and that of its own end points."};
  const auto map = frame::lazy([] { return map_of_flow(pair()); });
  const auto number = [&](const std::string& name, double expected, double tolerance,
                          const std::string& source, const std::string& note,
                          const std::function<double()>& value) {
    plan.checks.push_back(
        {name, [=] { return verify::value_check(expected, value(), tolerance, source, note); }});
  };
  number("straightness_of_coupling", 3.069438, 5e-7, "acceptance value", "integral of E|x1 - x0 - v|^2",
         [] { return straightness_of_coupling(pair()); });
  number("straightness_of_flow", 0.838692, 5e-7, "acceptance value",
         "integral of E|v - (x1 - x0)|^2 along the flow", [] { return straightness_of_flow(pair()); });
  number("map_reaches_the_law", 0, 1e-11, "M C0 M' = C1", "largest entry of the difference", [=] {
    return (map->get() * pair().from * map->get().transpose() - pair().to).cwiseAbs().maxCoeff();
  });
  number("reflow_is_straight", 0, 1e-12, "a line's velocity is its chord", "largest difference",
         [=] { return reflow(map->get()).bend; });
  number("reflow_keeps_its_map", 0, 1e-12, "x1 = M x0", "largest distance of an end",
         [=] { return reflow(map->get()).end; });
  number("cost_of_the_map", 0.591870, 5e-7, "acceptance value", "E|M x - x|^2",
         [=] { return cost_of_map(pair(), map->get()); });
  number("reflow_is_not_optimal", 1, 0, "W2^2 of Gaussians", "1 where its cost is above W2^2", [=] {
    const double optimal = transport::gaussian_w2_squared(Eigen::Vector2d::Zero(), pair().from,
                                                          Eigen::Vector2d::Zero(), pair().to);
    return cost_of_map(pair(), map->get()) > optimal * (1 + 1e-6) ? 1.0 : 0.0;
  });
  return plan;
}

}  // namespace kolmo::flow_matching
