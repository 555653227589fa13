// Entropic transport: the rate of Sinkhorn's iteration, what it is worth where it stops, and its bias.

#include <cmath>

#include "frame/lazy.hpp"
#include "kolmo/transport/entropic/sinkhorn_divergence.hpp"
#include "kolmo/transport/exact/discrete.hpp"
#include "kolmo/transport/gaussian/gaussian_transport.hpp"
#include "optimal_transport/gaussian_cells.hpp"
#include "optimal_transport/parts.hpp"

namespace kolmo::optimal_transport {
namespace {

using transport::EntropicTransport;
using transport::EpsilonUnit;
using transport::SinkhornPlan;
using transport::Status;

const char* const closed_form = "Janati et al. 2020, theorem 1";

transport::GaussianEntropicTransport of_gaussians(double epsilon) {
  const auto one = [](double value) { return Eigen::MatrixXd::Constant(1, 1, value); };
  return transport::gaussian_entropic_transport(one(-1).col(0), one(0.25), one(2).col(0), one(2.25), epsilon);
}

/// N(−1, 0.5²) to N(2, 1.5²) on 201 nodes over 7 deviations, at ε = 1 from the start.
struct Nodes {
  Points x = Points(201, 1), y = Points(201, 1);
  Eigen::ArrayXd weights = Eigen::ArrayXd(201);
  EntropicTransport found;
  double covariance = 0;
  Nodes() {
    for (Index i = 0; i < 201; ++i) {
      const double z = 7 * (static_cast<double>(i) - 100) / 100;
      x(i, 0) = -1 + 0.5 * z;
      y(i, 0) = 2 + 1.5 * z;
      weights(i) = std::exp(-z * z / 2);
    }
    double total = 0;
    for (Index i = 0; i < 201; ++i) total += weights(i);
    weights /= total;
    SinkhornPlan plan{.epsilon = 1, .unit = EpsilonUnit::cost, .tolerance = 1e-13, .reduction = 1};
    found =
        transport::sinkhorn(*transport::dense_cost(transport::squared_costs(x, y)), weights, weights, plan);
    double squares = 0;  // E x² + E y² − E |x − y|² = 2 E xy
    for (Index i = 0; i < 201; ++i) squares += weights(i) * (x(i, 0) * x(i, 0) + y(i, 0) * y(i, 0));
    covariance = (squares - found.transport_cost) / 2 + 2;
  }
};

/// Bumps with hardly any mass between them, on 300 cells of [0, 1].
struct Bumps {
  Grid grid = Grid({{0, 1, 300}});
  Eigen::ArrayXd mu = floored(gaussian(0.3, 0.08) + 0.3 * gaussian(0.7, 0.05)),
                 nu = floored(gaussian(0.6, 0.1));

  EntropicTransport at(double epsilon, double tolerance) const {
    const Points x = grid.centres();
    const auto cost = transport::dense_cost(transport::squared_costs(x, x));
    const SinkhornPlan plan{.epsilon = epsilon, .unit = EpsilonUnit::cost, .tolerance = tolerance};
    return transport::sinkhorn(*cost, mu * grid.cell_volume(), nu * grid.cell_volume(), plan);
  }
  transport::SinkhornDivergence divergence(const Eigen::ArrayXd& from, const Eigen::ArrayXd& to,
                                           double epsilon, double tolerance) const {
    return transport::sinkhorn_divergence(
        grid, from, to, {.epsilon = epsilon, .unit = EpsilonUnit::cost, .tolerance = tolerance});
  }

 private:
  Eigen::ArrayXd gaussian(double m, double s) const {
    Eigen::ArrayXd rho(300);
    for (Index i = 0; i < 300; ++i) rho(i) = std::exp(-std::pow((grid.axis(0).centre(i) - m) / s, 2) / 2);
    return rho;
  }
  Eigen::ArrayXd floored(const Eigen::ArrayXd& rho) const {
    const Eigen::ArrayXd positive = rho.max(1e-12);
    return positive / moment(grid.axis(0), positive, 0);
  }
};

double rate(const EntropicTransport& found) {
  return std::sqrt(found.history[13].residual / found.history[11].residual);
}

/// OT_ε and S_ε of N(−1, 0.5²) and N(2, 1.5²), off from W2² = 10, in closed form.
void write_bias(io::Group& part) {
  const Index n = 13;
  Eigen::ArrayXd epsilon(n), plain(n), debiased(n);
  const Eigen::VectorXd m0 = Eigen::VectorXd::Constant(1, -1), m1 = Eigen::VectorXd::Constant(1, 2);
  const Eigen::MatrixXd s0 = Eigen::MatrixXd::Constant(1, 1, 0.25),
                        s1 = Eigen::MatrixXd::Constant(1, 1, 2.25);
  for (Index k = 0; k < n; ++k) {
    epsilon(k) = std::pow(10, -4 + 0.5 * static_cast<double>(k));
    plain(k) = std::abs(transport::gaussian_entropic_transport(m0, s0, m1, s1, epsilon(k)).value - 10);
    debiased(k) = std::abs(transport::gaussian_sinkhorn_divergence(m0, s0, m1, s1, epsilon(k)) - 10);
  }
  io::Group& group = part.group("bias");
  group.scale("epsilon", epsilon, {"epsilon, in the unit of the costs", "1"});
  group.variable("entropic", {"epsilon"}, plain, {"|OT_eps - W2 squared|", "1"});
  group.variable("debiased", {"epsilon"}, debiased, {"|S_eps - W2 squared|", "1"});
}

void write_sweeps(io::Group& part, const EntropicTransport& found) {
  const auto n = static_cast<Index>(found.history.size());
  Eigen::ArrayXd iteration(n), residual(n), below(n), epsilon(n);
  for (Index k = 0; k < n; ++k) {
    const auto& record = found.history[static_cast<std::size_t>(k)];
    iteration(k) = static_cast<double>(record.iteration);
    residual(k) = record.residual;
    epsilon(k) = record.epsilon;
    below(k) = std::abs(found.upper - record.dual);
  }
  io::Group& group = part.group("sweeps");
  group.scale("sweep", iteration, {"sweeps, epsilon falling from the mean cost to 1e-4", "1"});
  group.variable("residual", {"sweep"}, residual, {"residual, the mass that is amiss in the rows", "1"});
  group.variable("below", {"sweep"}, below, {"|dual of that epsilon - the last upper bound|", "1"});
  group.variable("epsilon", {"sweep"}, epsilon, {"epsilon of the time", "1"});
  group.attribute("status", std::string(transport::status_name(found.status)));
}

verify::Check debiased_gaussians() {
  const Axis axis{-8, 10, 300};
  const Grid grid({axis});
  const double s = 0.6, t = 0.9;
  const auto found =
      transport::sinkhorn_divergence(grid, gaussian_values(axis, 0, s), gaussian_values(axis, 1, t),
                                     {.epsilon = 0.5, .unit = EpsilonUnit::cost, .tolerance = 1e-10});
  const auto one = [](double value) { return Eigen::MatrixXd::Constant(1, 1, value); };
  const double exact =
      transport::gaussian_sinkhorn_divergence(one(0).col(0), one(s * s), one(1).col(0), one(t * t), 0.5);
  return verify::value_check(exact, found.value, 1e-9, closed_form, "S_eps of two Gaussians");
}

std::vector<frame::CheckTask> rate_checks() {
  const auto nodes = frame::lazy([] { return Nodes(); });
  const auto exact = of_gaussians(1);
  return {
      {"rate",
       [=] {
         return verify::value_check(exact.contraction, rate(nodes->get().found), 0.002,
                                    "square of the correlation of the optimal plan",
                                    "what a sweep leaves of an error");
       }},
      {"covariance",
       [=] {
         return verify::value_check(exact.cross(0, 0), nodes->get().covariance, 1e-9, closed_form,
                                    "of the plan");
       }},
      {"value",
       [=] {
         return verify::value_check(exact.value, nodes->get().found.dual, 1e-9, closed_form, "OT_eps");
       }},
      {"sweeps_to_rounding",
       [=] {
         return verify::value_check(48, static_cast<double>(nodes->get().found.iterations), 2,
                                    "log 1e-13 over the log of the rate, and what the start leaves",
                                    "sweeps to 1e-13");
       }},
  };
}

}  // namespace

frame::Plan entropic_plan() {
  frame::Plan plan{
      "Entropic transport",
      "Gaussians, whose plan, rate and bias are known; bumps with hardly any mass between them at a small "
      "epsilon."};
  const auto small = frame::lazy([] { return Bumps().at(1e-4, 1e-6); });
  plan.checks = rate_checks();
  plan.checks.push_back({"small_epsilon_sweeps", [=] {
                           const EntropicTransport& found = small->get();
                           const double sweeps = found.status == Status::converged && found.f.allFinite()
                                                     ? static_cast<double>(found.iterations)
                                                     : std::numeric_limits<double>::infinity();
                           return verify::value_check(0, sweeps, 4500, "a budget",
                                                      "sweeps to a residual of 1e-6");
                         }});
  plan.checks.push_back({"bounds", [=] {
                           return verify::value_check(0, small->get().gap() / small->get().upper, 1e-5,
                                                      "weak duality, and a feasible plan",
                                                      "(upper - dual)/upper at epsilon = 1e-4");
                         }});
  plan.checks.push_back({"equal_densities", [] {
                           const Bumps bumps;
                           return verify::value_check(
                               0, bumps.divergence(bumps.mu, bumps.mu, 1e-2, 1e-9).value, 1e-14,
                               "S_eps(mu, mu) = 0", "S_eps of a density and itself");
                         }});
  plan.checks.push_back({"debiased", debiased_gaussians});
  plan.tables.push_back([=](io::Group& part) {
    write_sweeps(part, small->get());
    write_bias(part);
  });
  return plan;
}

}  // namespace kolmo::optimal_transport
