// Paths between laws: geodesics, gradient flows, bridges.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/jko/gaussian_step.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/transport/entropic/schrodinger_bridge.hpp"
#include "kolmo/transport/entropic/sinkhorn.hpp"
#include "kolmo/transport/gaussian/gaussian_bridge.hpp"
#include "kolmo/transport/grid/benamou_brenier.hpp"
#include "kolmo/transport/grid/displacement_interpolation.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using verify::Check;
using verify::value_check;

Eigen::ArrayXd on_grid(double mean, double deviation, const Grid& grid) {
  return fokker_planck::initial_density(density::gaussian_1d(mean, deviation), grid).density;
}

Law1D table(const density::GaussianMixture& law) {
  std::vector<double> x, cdf;
  for (int k = -400; k <= 400; ++k) {
    x.push_back(0.02 * k);
    cdf.push_back(k == -400 ? 0 : k == 400 ? 1 : law.cdf(0.02 * k));
  }
  return Law1D::from_cdf(x, cdf);
}

std::vector<Check> geodesic() {
  const Law1D from = table(two_wells()), to = table(density::gaussian_1d(0, 1));
  const double whole = w2_distance(from, to);
  const Law1D between = transport::displacement_interpolation(from, to, 0.3);
  return {value_check(1.357485069816138, whole, 1e-4, "W2 of the wells and N(0, 1); another program"),
          value_check(0.3 * whole, w2_distance(from, between), 1e-9, "McCann's path has constant speed")};
}

/// JKO steps of the energy of OU (θ = T = 1) from N(2, ¼) against its law at t = 1, in W2.
Check gradient_flow() {
  const jko::QuadraticEnergy energy{1, Eigen::VectorXd::Zero(1), 1};
  std::vector<std::pair<double, double>> errors;
  for (const int steps : {20, 40, 80, 160, 320}) {
    jko::GaussianLaw law{Eigen::VectorXd::Constant(1, 2), 0.5};
    for (int n = 0; n < steps; ++n) law = jko::jko_step(energy, 1.0 / steps, law);
    const jko::GaussianLaw exact{Eigen::VectorXd::Constant(1, 2 * std::exp(-1)),
                                 std::sqrt(1 - 0.75 * std::exp(-2))};
    errors.emplace_back(1.0 / steps, std::sqrt(jko::w2_squared(law, exact)));
  }
  return order_of(1, errors, "minimising movements tend to the equation");
}

/// inf ∫_0^T∫|v|²p over T = ½, times T, from N(−0.7, 0.35²) to N(0.7, 0.5²).
std::vector<Check> least_action() {
  const Grid grid({{-3.5, 4, 120}});
  const transport::DynamicTransport flow = transport::benamou_brenier(
      grid, on_grid(-0.7, 0.35, grid), on_grid(0.7, 0.5, grid), {.steps = 24, .iterations = 2000});
  const double exact = 1.4 * 1.4 + 0.15 * 0.15, time = 0.5;
  return {beside(exact, value_check(exact / time, flow.action / time, 0.03,
                                    "least action over T = 1/2: W2^2/T, beside W2^2")),
          value_check(exact, time * (flow.action / time), 0.015, "W2^2 = T inf")};
}

/// Bridges from N(0, 1) to N(0, 1) along dX = dW: their middle, their drift, and Sinkhorn's coupling.
std::vector<Check> bridge() {
  const Grid grid({{-7, 7, 281}});
  const Eigen::ArrayXd law = on_grid(0, 1, grid);
  const auto reference = transport::linear_reference(grid, std::make_shared<process::Brownian>(1, 1));
  const transport::SchrodingerBridge bridge(reference, law, law);
  const transport::GaussianBridge exact{0, 1, 0, 1, 1};
  const auto process = transport::bridge_process(bridge, 100);
  const transport::EntropicTransport plan =
      transport::sinkhorn(grid, law, law, {.epsilon = 2, .unit = transport::EpsilonUnit::cost});
  return {value_check(1.0590169943749475, fokker_planck::covariance(grid, bridge.marginal(0.5))(0, 0), 1e-6,
                      "Var X_(1/2); another program"),
          value_check(exact.drift(0.5, 1), drift_at(*process, 0.5, 1), 1e-4,
                      "b = f + g^2 grad log phi at t = 1/2"),
          value_check(2 - 2 * 0.6180339887498949, plan.transport_cost, 1e-6,
                      "entropic transport of |x - y|^2 with eps = 2: the same coupling")};
}

}  // namespace

void add_transport(Rows& rows) {
  rows.add("C5-90", {"distance", "constant_speed"}, geodesic);
  rows.add("C5-90", "gradient_flow", gradient_flow);
  rows.add("C5-91", {"action", "times_T"}, least_action);
  rows.add("C5-92", {"middle", "drift", "coupling"}, bridge);
}

}  // namespace kolmo::claims::continuous_time
