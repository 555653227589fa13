// Optimal transport between Gaussians, gradient flows in W2, their steps, flow matching.

#include "kolmo/transport/gaussian/gaussian_transport.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <cmath>

#include "claims/information/rows.hpp"
#include "kolmo/information_geometry/gaussian_curves.hpp"
#include "kolmo/jko/gaussian_step.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"

namespace kolmo::claims::information {
namespace {

namespace geometry = information_geometry;
using Eigen::Matrix2d;
using Eigen::MatrixXd;
using Eigen::Vector2d;
using Eigen::VectorXd;

/// N(m₀, S₀) and N(m₁, S₁) of the reference values, which do not commute: W2² = 2.5533.
const Vector2d m0(0, 0), m1(1, -1);
const Matrix2d s0{{2, 0.5}, {0.5, 1}}, s1{{1, -0.3}, {-0.3, 0.5}};

double w2_squared() { return transport::gaussian_w2_squared(m0, s0, m1, s1); }
double w2_squared_centred() { return transport::gaussian_w2_squared(m0, s0, m0, s1); }

/// E|x − Mx|² over N(0, S₀).
double cost_of(const MatrixXd& m) {
  const MatrixXd moved = MatrixXd::Identity(2, 2) - m;
  return (moved * s0 * moved.transpose()).trace();
}

/// The optimal map is the gradient of ½xᵀAx, A symmetric and positive: convex. The Kantorovich potential is
/// ψ = ½|x|² − φ: with φ in its place x − ∇φ = (I − A)x arrives elsewhere.
std::vector<verify::Check> a_51() {
  const MatrixXd a = transport::gaussian_map(s0, s1), other = MatrixXd::Identity(2, 2) - a;
  const Eigen::SelfAdjointEigenSolver<MatrixXd> spectrum(a);
  return {
      verify::value_check(w2_squared_centred(), cost_of(a), 1e-12, "0.5533014127705487", "cost of the map"),
      truth(spectrum.eigenvalues()(0) > 0, "its potential is convex"),
      beside((other * s0 * other.transpose())(0, 0),
             verify::value_check(s1(0, 0), (a * s0 * a.transpose())(0, 0), 1e-12, "S1",
                                 "first variance of the image; of x - grad phi as printed"))};
}

/// The curve of displacement at t: mean and covariance of ((1 − t) x + t T(x)), with their rates.
geometry::CurvePoint displaced(double t) {
  const MatrixXd a = transport::gaussian_map(s0, s1), identity = MatrixXd::Identity(2, 2);
  const MatrixXd map = (1 - t) * identity + t * a, rate = (a - identity) * s0 * map.transpose();
  return {(1 - t) * m0 + t * m1, m1 - m0, map * s0 * map.transpose(), rate + rate.transpose()};
}

/// ½∫∫ρ|v|² of the curve of displacement is ½W2².
verify::Check a_52() {
  const auto squared = [](const geometry::CurvePoint& at) {
    return std::pow(geometry::wasserstein_speed(at), 2);
  };
  return verify::value_check(0.5 * w2_squared(), 0.5 * geometry::curve_length(displaced, squared, 0, 1),
                             1e-10, "half of 2.5533014127705487");
}

/// W2 from the start to t is t W2: the largest difference.
verify::Check a_58() {
  double worst = 0;
  for (const double t : {0.1, 0.25, 0.5, 0.8, 0.95}) {
    const geometry::CurvePoint at = displaced(t);
    worst =
        std::max(worst, std::abs(std::sqrt(transport::gaussian_w2_squared(m0, s0, at.mean, at.covariance)) -
                                 t * std::sqrt(w2_squared())));
  }
  return verify::value_check(0, worst, 1e-12, "constant speed");
}

/// The deviation after time t in n JKO steps from N(0, s²) with stiffness θ, T = 1.
double jko_deviation(double stiffness, double s, double t, Index n) {
  jko::GaussianLaw law{VectorXd::Zero(1), s};
  for (Index k = 0; k < n; ++k)
    law = jko::jko_step({stiffness, VectorXd::Zero(1), 1}, t / static_cast<double>(n), law);
  return law.deviation;
}

/// The same in the limit of small steps: two runs, the error of first order taken off.
double flow_deviation(double stiffness, double s, double t) {
  return 2 * jko_deviation(stiffness, s, t, 4000) - jko_deviation(stiffness, s, t, 2000);
}

/// The flow of ∫ρ log ρ is the heat flow ρ_t = Δρ: variance ¼ + 2t.
verify::Check a_53() {
  return verify::value_check(std::sqrt(2.25), flow_deviation(0, 0.5, 1), 1e-6, "heat kernel",
                             "deviation at t = 1");
}

/// With V = ½x²: the VP process of constant β at β = 2, and at τ = ½βt otherwise.
std::vector<verify::Check> a_54() {
  const auto preserving = [](double beta, double t) {
    const auto kernel = process::VariancePreserving(beta, beta, 1, 1).kernel(0, t);
    return std::sqrt(kernel->scale * kernel->scale * 0.25 + kernel->variance);
  };
  const double same_time = flow_deviation(1, 0.5, 0.3), other_time = flow_deviation(1, 0.5, 2.5 * 0.3);
  return {
      verify::value_check(preserving(2, 0.3), same_time, 1e-6, "beta = 2", "deviation at t = 0.3"),
      beside(same_time, verify::value_check(preserving(5, 0.3), other_time, 1e-6, "beta = 5, flow at 5t/2",
                                            "deviation; the flow at t as printed"))};
}

/// One step of ½ from N(2, ¼) towards N(0, 1), and order 1 in τ.
std::vector<verify::Check> a_55() {
  const jko::QuadraticEnergy energy{1, VectorXd::Zero(1), 1};
  const jko::GaussianLaw start{VectorXd::Constant(1, 2), 0.5}, step = jko::jko_step(energy, 0.5, start);
  const auto objective = [&](double s) {
    const jko::GaussianLaw to{step.mean, s};
    return jko::w2_squared(start, to) + jko::evaluate(energy, to);
  };
  const auto error = [](Index n) {
    return jko_deviation(1, 0.5, 1, n) - std::sqrt(1 - 0.75 * std::exp(-2.0));
  };
  return {
      verify::value_check(0.7675918792439983, step.deviation, 1e-12, "data/reference/d_jko_ot.json",
                          "one step of 1/2"),
      truth(objective(step.deviation - 0.01) > objective(step.deviation) &&
                objective(step.deviation + 0.01) > objective(step.deviation),
            "least of W2^2/(2 tau) + F"),
      verify::value_check(1, std::log2(error(400) / error(800)), 0.01, "order 1", "from 400 to 800 steps")};
}

/// The map of dx/dt = V(t)x from 0 to 1, by Runge and Kutta's fourth order.
MatrixXd carried(const std::function<MatrixXd(double)>& v) {
  MatrixXd m = MatrixXd::Identity(2, 2);
  constexpr int n = 400;
  constexpr double h = 1.0 / n;
  for (int k = 0; k < n; ++k) {
    const double t = k * h;
    const MatrixXd a = v(t) * m, b = v(t + h / 2) * (m + h / 2 * a), c = v(t + h / 2) * (m + h / 2 * b),
                   d = v(t + h) * (m + h * c);
    m += h / 6 * (a + 2 * b + 2 * c + d);
  }
  return m;
}

/// E[ẋ_t|x_t] of straight lines between coupled ends is carried along: with the optimal coupling at the cost
/// W2², with independent ends at 0.592.
std::vector<verify::Check> a_59() {
  const MatrixXd a = transport::gaussian_map(s0, s1), identity = MatrixXd::Identity(2, 2);
  const MatrixXd optimal =
      carried([&](double t) -> MatrixXd { return (a - identity) * ((1 - t) * identity + t * a).inverse(); });
  const MatrixXd independent = carried([&](double t) -> MatrixXd {
    return (t * s1 - (1 - t) * s0) * ((1 - t) * (1 - t) * s0 + t * t * s1).inverse();
  });
  return {verify::value_check(w2_squared_centred(), cost_of(optimal), 1e-8, "W2^2", "cost, optimal coupling"),
          verify::value_check(0, (independent * s0 * independent.transpose() - s1).norm(), 1e-7, "S1",
                              "image of the flow of independent ends"),
          beside(w2_squared_centred(),
                 verify::value_check(0.5918695702749053, cost_of(independent), 1e-8,
                                     "data/reference/d_jko_ot.json", "cost, independent ends"))};
}

}  // namespace

void add_transport(Rows& rows) {
  rows.add("A-51", {"cost", "convex", "kantorovich"}, a_51);
  rows.add("A-52", "action", a_52);
  rows.add("A-53", "heat_flow", a_53);
  rows.add("A-54", {"beta_2", "beta_5"}, a_54);
  rows.add("A-55", {"one_step", "least", "order"}, a_55);
  rows.add("A-58", "constant_speed", a_58);
  rows.add("A-59", {"optimal", "image", "independent"}, a_59);
}

}  // namespace kolmo::claims::information
