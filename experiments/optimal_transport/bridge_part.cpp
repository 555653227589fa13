// Schrödinger's bridge between Gaussians: marginals, coupling, the limit of little noise, and its paths.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "frame/lazy.hpp"
#include "kolmo/core/statistics/kolmogorov.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "kolmo/transport/entropic/schrodinger_bridge.hpp"
#include "kolmo/transport/gaussian/gaussian_bridge.hpp"
#include "optimal_transport/gaussian_cells.hpp"
#include "optimal_transport/parts.hpp"

namespace kolmo::optimal_transport {
namespace {

using transport::GaussianBridge;
using transport::SchrodingerBridge;

const char* const closed_form = "Chen, Georgiou and Pavon 2016";
const GaussianBridge wide{0, 1, 0, 1, 1}, narrow{0, 1, 3, 0.4, 0.2};

Axis axis_of(const GaussianBridge& exact, double width) {
  return {-7.5, 7.5, static_cast<Index>(std::ceil(15 / (width * std::sqrt(exact.epsilon))))};
}

SchrodingerBridge solve(const GaussianBridge& exact, const Axis& axis) {
  const auto reference = std::make_shared<process::Brownian>(std::sqrt(exact.epsilon), 1);
  return SchrodingerBridge(transport::linear_reference(Grid({axis}), reference),
                           gaussian_values(axis, exact.mean_0, exact.deviation_0),
                           gaussian_values(axis, exact.mean_1, exact.deviation_1), {.iterations = 3000});
}

double variance(const Axis& axis, const Eigen::ArrayXd& rho) {
  return moment(axis, rho, 2) - std::pow(moment(axis, rho, 1), 2);
}

/// What a bridge on a grid is off by.
struct Errors {
  double covariance, moments = 0, drift = 0;
  explicit Errors(const GaussianBridge& exact) {
    const Axis axis = axis_of(exact, 0.4);
    const SchrodingerBridge bridge = solve(exact, axis);
    const Eigen::ArrayXd mu = gaussian_values(axis, exact.mean_0, exact.deviation_0);
    const Eigen::ArrayXd together = mu * bridge.end_means().col(0);
    const double found = moment(axis, together, 1) - moment(axis, mu, 1) * moment(axis, together, 0);
    covariance = std::abs(found - exact.covariance());
    const auto process = transport::bridge_process(bridge, 100);
    Points x(5, 1), drift_at(5, 1);
    for (const double t : {0.0, 0.1, 0.25, 0.5, 0.75, 0.9}) {
      const Eigen::ArrayXd p = bridge.marginal(t);
      moments =
          std::max({moments, std::abs(moment(axis, p, 0) - 1), std::abs(moment(axis, p, 1) - exact.mean(t)),
                    std::abs(variance(axis, p) - exact.variance(t))});
      x.col(0) = exact.mean(t) + std::sqrt(exact.variance(t)) * Eigen::ArrayXd::LinSpaced(5, -3, 3);
      process->drift(t, x, drift_at);
      for (Index i = 0; i < 5; ++i)
        drift = std::max(drift, std::abs(drift_at(i, 0) - exact.drift(t, x(i, 0))));
    }
  }
};

double above_mccann(double epsilon) {
  const GaussianBridge exact{0, 1, 2, 1.2, epsilon};
  const Axis axis{-8, 10, static_cast<Index>(std::ceil(18 / (0.6 * std::sqrt(epsilon))))};
  return variance(axis, solve(exact, axis).marginal(0.5)) - exact.mccann_variance(0.5);
}

/// Paths of the bridge from N(0, 1) to N(3, 0.4²).
struct Paths {
  double distance_half, distance_end;
  Estimate product;  ///< of (X_0 − 0)(X_1 − 3)
  explicit Paths(Index particles) {
    const SchrodingerBridge bridge = solve(narrow, axis_of(narrow, 0.3));
    const Index steps = 256;
    const auto process = transport::bridge_process(bridge, steps);
    const RandomStream stream = RandomStream(2026).role("bridge");
    Points start(particles, 1);
    sde::start_of(stream).normals(0, 0, start);
    const sde::Simulation simulation{*process, sde::scheme("drift_heun"),
                                     Schedule::with_step({0.0, 0.5, 1.0}, 1.0 / 256), particles, stream};
    const auto snapshots = sde::simulate_snapshots(simulation, start);
    distance_half = distance(snapshots[1][0], 0.5);
    distance_end = distance(snapshots[2][0], 1);
    const Eigen::ArrayXd products = start.col(0) * (snapshots[2][0].col(0) - 3);
    product = mean_estimate(products.data(), particles);
  }

 private:
  static double distance(const Points& x, double t) {
    std::vector<double> sorted(x.data(), x.data() + x.rows());
    std::sort(sorted.begin(), sorted.end());
    return ks_statistic(
        sorted, [t](double y) { return normal_cdf((y - narrow.mean(t)) / std::sqrt(narrow.variance(t))); });
  }
};

/// Half way for several noises, where there is mass.
void write(io::Group& part) {
  const Axis axis{-7.5, 7.5, 300};
  const Index first = 134, kept = 92;  // from −0.8 to 3.8
  Eigen::ArrayXd x(kept), noise(4);
  noise << 0, 0.2, 1, 3;
  for (Index i = 0; i < kept; ++i) x(i) = axis.centre(first + i);
  Eigen::ArrayXXd middle(kept, 4);
  for (Index k = 0; k < 4; ++k) {
    GaussianBridge exact = narrow;
    exact.epsilon = noise(k);
    const Eigen::ArrayXd density =
        k == 0 ? gaussian_values(axis, exact.mean(0.5), std::sqrt(exact.mccann_variance(0.5)))
               : solve(exact, axis).marginal(0.5);
    middle.col(k) = density.segment(first, kept);
  }
  io::Group& group = part.group("half_way");
  group.scale("x", x, {"x", "1"});
  group.scale("noise", noise, {"variance of the reference (0: McCann's interpolation)", "1"});
  group.variable("density", {"x", "noise"}, middle, {"density half way", "1"});
}

/// Covariance, moments and drift of one of the bridges against its closed form.
void add_law(const std::string& name, const GaussianBridge& exact, frame::Plan& plan) {
  const auto errors = frame::lazy([exact] { return Errors(exact); });
  plan.checks.push_back({name + "/covariance", [=] {
                           return verify::value_check(0, errors->get().covariance, 1e-8, closed_form,
                                                      "error of the covariance of the ends");
                         }});
  plan.checks.push_back({name + "/moments", [=] {
                           return verify::value_check(0, errors->get().moments, 1e-8, closed_form,
                                                      "greatest error of mass, mean and variance between");
                         }});
  plan.checks.push_back({name + "/drift", [=] {
                           return verify::value_check(0, errors->get().drift, 1e-6, closed_form,
                                                      "greatest error of the drift within three deviations")
                               .shows("C5-92");
                         }});
}

/// Paths of the narrow bridge half way and at the end.
void add_paths(const Sizes& sizes, frame::Plan& plan) {
  // λ = 2.6: false alarms once in 400 000 runs a check; the scheme's bias is O(h²) = 1.5e-5
  const double n = static_cast<double>(sizes.paths);
  const auto paths = frame::lazy([=] { return Paths(sizes.paths); });
  const double widest = 2.6 / std::sqrt(n) + 1e-4;
  plan.checks.push_back({"paths/half_way", [=] {
                           return verify::value_check(0, paths->get().distance_half, widest, closed_form,
                                                      "Kolmogorov-Smirnov distance of paths at t = 1/2");
                         }});
  plan.checks.push_back({"paths/end", [=] {
                           return verify::value_check(0, paths->get().distance_end, widest,
                                                      "the density that was asked for",
                                                      "Kolmogorov-Smirnov distance of paths at t = 1");
                         }});
  plan.checks.push_back({"paths/covariance", [=] {
                           return verify::estimate_check("", narrow.covariance(), paths->get().product, 4.7,
                                                         1e-4, closed_form);
                         }});
}

}  // namespace

frame::Plan bridge_plan(const Sizes& sizes) {
  frame::Plan plan{"Schrodinger's bridge",
                   "From N(0, 1) to N(0, 1) with noise of variance 1, and to N(3, 0.4^2) with 0.2; as the "
                   "noise tends to 0, "
                   "displacement interpolation."};
  for (const auto& [name, exact] : {std::pair{std::string("wide"), wide}, {std::string("narrow"), narrow}}) {
    add_law(name, exact, plan);
  }
  plan.checks.push_back({"little_noise", [] {
                           return verify::value_check(2, std::log2(above_mccann(0.2) / above_mccann(0.1)),
                                                      0.02,
                                                      "Var - McCann's = t(1 - t) eps^2/(4 s0 s1) + O(eps^4)",
                                                      "order in the noise's variance")
                               .shows("C5-93");
                         }});
  add_paths(sizes, plan);
  plan.tables.push_back(write);
  return plan;
}

}  // namespace kolmo::optimal_transport
