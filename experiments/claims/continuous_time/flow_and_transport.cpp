// Where the probability flow is an optimal transport, and where it is not.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/jko/gaussian_step.hpp"
#include "kolmo/measure/problems/three_components.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/interpolant.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/transport/gaussian/gaussian_bridge.hpp"
#include "kolmo/transport/gaussian/gaussian_transport.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using density::GaussianMixture;
using verify::Check;
using verify::value_check;

Points carried_places(const std::shared_ptr<const process::Process>& process, const GaussianMixture& data,
                      const Points& from, const std::string& stepper) {
  const process::ProbabilityFlow velocity(process, std::make_shared<process::MarginalScore>(process, data));
  ode::FlowPlan plan;
  plan.times = {0, 1};
  plan.stepper = stepper;
  plan.relative_tolerance = plan.absolute_tolerance = 1e-12;
  Points end = from;
  ode::flow(velocity, plan, from, [&](Index, Index first, const ConstBlock& x, const ConstValues*) {
    end.middleRows(first, x.rows()) = x;
  });
  return end;
}

/// ∂x_1/∂x_0 of the flow of VP in the plane at x, by central differences.
Eigen::Matrix2d flow_jacobian(const GaussianMixture& data, const Eigen::RowVector2d& x,
                              const std::string& stepper = "dormand_prince_853") {
  const double h = 1e-4;
  Points starts(4, 2);
  starts.row(0) = (x + h * Eigen::RowVector2d(1, 0)).array();
  starts.row(1) = (x - h * Eigen::RowVector2d(1, 0)).array();
  starts.row(2) = (x + h * Eigen::RowVector2d(0, 1)).array();
  starts.row(3) = (x - h * Eigen::RowVector2d(0, 1)).array();
  const Points ends = carried_places(vp(2), data, starts, stepper);
  Eigen::Matrix2d jacobian;
  for (Index k = 0; k < 2; ++k)
    jacobian.col(k) = ((ends.row(2 * k) - ends.row(2 * k + 1)) / (2 * h)).matrix().transpose();
  return jacobian;
}

/// |J₁₂ − J₂₁|/|J| of three Gaussians in the plane, from (−1, 0.4): a map that is optimal for |x − y|² is a
/// gradient, J = Jᵀ.
Check not_a_gradient(const std::string& stepper) {
  const Eigen::Matrix2d jacobian = flow_jacobian(measure::three_components(), {-1, 0.4}, stepper);
  const double asymmetry = std::abs(jacobian(0, 1) - jacobian(1, 0)) / jacobian.norm();
  return beside(0, value_check(0.258, asymmetry, 5e-4,
                               "another program, to three digits; an optimal map has a symmetric Jacobian"));
}

/// The flow of a correlated Gaussian against Brenier's map between its law at 0 and that at 1.
Check gaussian_map() {
  const Eigen::MatrixXd covariance{{2, 0.5}, {0.5, 1}};
  const GaussianMixture data = density::gaussian(Eigen::Vector2d(1, -1), covariance);
  const Eigen::MatrixXd end = process::marginal(*vp(2), data, 1).covariance();
  const Eigen::MatrixXd optimal = transport::gaussian_map(covariance, end);
  return value_check(0, (flow_jacobian(data, {0.4, 0.3}) - optimal).norm() / optimal.norm(), 1e-7,
                     "Brenier's map of Gaussians");
}

/// The displacement of one JKO step of the heat flow (θ = 0, T = 1) over τ, at a deviation's distance.
Check short_step() {
  const jko::QuadraticEnergy heat{0, Eigen::VectorXd::Zero(1), 1};
  const double tau = 1e-5, deviation = 0.8;
  const jko::GaussianLaw next = jko::jko_step(heat, tau, {Eigen::VectorXd::Zero(1), deviation});
  return value_check(1 / deviation, (next.deviation - deviation) / tau, 1e-4,
                     "-score at x = sigma: the transport of a short step");
}

/// Where x_0 = 3/2 of N(1, ¼) comes to under VE with little noise: nowhere; optimal transport to N(0, 1) asks
/// for 2 (x − 1) = 1.
Check little_noise() {
  const auto ve = std::make_shared<process::VarianceExploding>(1e-4, 1e-3, 1, 1);
  const Points end =
      carried_places(ve, density::gaussian_1d(1, 0.5), Points::Constant(1, 1, 1.5), "dormand_prince_853");
  return beside(-0.5, value_check(0, end(0, 0) - 1.5, 1e-5,
                                  "as g tends to 0 nothing moves, beside the optimal way to N(0, 1)"));
}

Check bridge_limit() {
  const transport::GaussianBridge bridge{1, 0.5, 0, 1, 0.001};
  return value_check(bridge.mccann_variance(0.5), bridge.variance(0.5), 1e-6,
                     "Schroedinger's bridge tends to McCann's path: t (1 - t) eps^2/(4 s_0 s_1)");
}

/// E[ẋ | x_t = x] of x_t = α x_0 + σ ε for the data's weights, from the posterior of x_0 by quadrature.
double conditional_velocity(const process::GaussianPath& path, double x) {
  const auto weight = [&](double start) {
    const double noise = (x - path.alpha * start) / path.sigma;
    return std::exp(-0.5 * noise * noise);
  };
  const auto mean = [&](auto value) {
    return density::expectation(two_wells(), [&](const ConstBlock& starts, Values out) {
      for (Index i = 0; i < starts.rows(); ++i) out(i) = value(starts(i, 0)) * weight(starts(i, 0));
    });
  };
  const double total = mean([](double) { return 1.0; });
  return mean([&](double start) {
           return path.alpha_rate * start + path.sigma_rate * (x - path.alpha * start) / path.sigma;
         }) /
         total;
}

process::GaussianPath vp_path(double t) {
  const double clock = vp()->schedule().integral(0, t), rate = vp()->schedule().beta(t);
  const double alpha = std::exp(-clock / 2), sigma = std::sqrt(-std::expm1(-clock));
  return {alpha, -0.5 * rate * alpha, sigma, 0.5 * rate * alpha * alpha / sigma};
}

/// Straight lines from noise at 0 to data at 1, at t = 0.4 and x = ½: their velocity, and f − ½g²s of the VP
/// at the time where its α/σ is the same, at the same place in units of α.
Check straight_lines() {
  const double t = 0.4, x = 0.5, ratio = t / (1 - t);
  const process::MixtureInterpolant straight(density::gaussian_1d(0, 1), two_wells(),
                                             process::find_interpolant_schedule("straight"));
  Points velocity(1, 1);
  straight.velocity(t, Points::Constant(1, 1, x), velocity);
  const double time = vp()->schedule().integral_inverse(std::log1p(1 / (ratio * ratio)));
  const double alpha = std::sqrt(ratio * ratio / (1 + ratio * ratio));
  return beside(flow_velocity_at(*vp(), two_wells(), time, x * alpha / t),
                value_check(conditional_velocity({t, 1, 1 - t, -1}, x), velocity(0, 0), 1e-9,
                            "E[x_1 - x_0 | x_t], beside f - g^2 s/2 of VP at the same alpha/sigma"));
}

}  // namespace

void add_flow_and_transport(Rows& rows) {
  rows.add("C5-37", "short_step", short_step);
  rows.add("C5-37", "end_to_end", [] { return not_a_gradient("dormand_prince_853"); });
  rows.add("C5-43", "gaussian", gaussian_map);
  rows.add("C5-43", "mixture", [] { return not_a_gradient("dormand_prince"); });
  rows.add("C5-93", "flow", little_noise);
  rows.add("C5-93", "bridge", bridge_limit);
  rows.add("C5-94", "vp_path", [] {
    return value_check(conditional_velocity(vp_path(0.2), 0.5),
                       flow_velocity_at(*vp(), two_wells(), 0.2, 0.5), 1e-8,
                       "E[dx/dt | x_t] for the path of VP");
  });
  rows.add("C5-94", "straight_path", straight_lines);
}

}  // namespace kolmo::claims::continuous_time
