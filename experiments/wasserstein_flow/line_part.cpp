// The line: BDF2 in quantiles, a crowd, and the bias of entropic steps.

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "frame/lazy.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/jko/crowd_step.hpp"
#include "kolmo/jko/entropic_step.hpp"
#include "kolmo/jko/quantile_bdf2_step.hpp"
#include "kolmo/jko/quantile_step.hpp"
#include "wasserstein_flow/parts.hpp"

namespace kolmo::wasserstein_flow {
namespace {

/// Errors of mean and deviation at t = 1 of dX = −X dt + √2 dW from N(2, ½²), by steps of τ.
struct Errors {
  double mean, deviation;
};

Errors bdf2_errors(Index cells, int steps) {
  const jko::FreeEnergy energy(std::make_shared<density::ExpressionPotential>("x^2/2"), 1);
  jko::LagrangianDensity rho = jko::lagrangian_density(density::gaussian_1d(2, 0.5), cells);
  jko::QuantileBdf2Step step;
  for (int k = 0; k < steps; ++k) {
    throw_if_stopped();
    step.step(energy, static_cast<double>(k) / steps, 1.0 / steps, rho);
  }
  return {std::abs(rho.mean() - 2 * std::exp(-1.0)),
          std::abs(std::sqrt(rho.variance()) - std::sqrt(1 - 0.75 * std::exp(-2.0)))};
}

/// Error of the mean where the first step is a whole one of first order.
double mean_error_after_a_whole_step(Index cells, int steps) {
  const jko::FreeEnergy energy(std::make_shared<density::ExpressionPotential>("x^2/2"), 1);
  jko::LagrangianDensity rho = jko::lagrangian_density(density::gaussian_1d(2, 0.5), cells);
  const double tau = 1.0 / steps;
  jko::QuantileStep step;
  Eigen::ArrayXd before = rho.nodes();
  step.step(energy, 0, tau, rho);
  for (int k = 1; k < steps; ++k) {
    throw_if_stopped();
    const Eigen::ArrayXd offset = (rho.nodes() - before) / 3;
    before = rho.nodes();
    step.step_from(offset, energy, k * tau, 2 * tau / 3, rho);
  }
  return std::abs(rho.mean() - 2 * std::exp(-1.0));
}

/// V = x above a floor, from ρ = ½ on [0, 2]: the greatest error of X(u, t) = max(2u − t, u) until t = 1.
double crowd_error(double tau) {
  const Index cells = 400;
  const jko::CrowdStep step({std::make_shared<density::ExpressionPotential>("x"), 1, 0});
  jko::LagrangianDensity rho(Eigen::ArrayXd::LinSpaced(cells + 1, 0, 2),
                             Eigen::ArrayXd::Constant(cells, 1.0 / static_cast<double>(cells)));
  double worst = 0;
  for (int k = 1; k <= std::lround(1 / tau); ++k) {
    step.step((k - 1) * tau, tau, rho);
    for (Index j = 0; j <= cells; ++j) {
      const double u = rho.cumulated()(j);
      worst = std::max(worst, std::abs(rho.nodes()(j) - std::max(2 * u - k * tau, u)));
    }
  }
  return worst;
}

/// A crowd in V = x²/2 from N(0.7, 0.6²).
struct Crowd {
  jko::LagrangianDensity rho = jko::lagrangian_density(density::gaussian_1d(0.7, 0.6), 400);
  double above = 0;  ///< mass beyond what its cells hold at density 1, of all steps together
  Crowd(double end, int steps) {
    const jko::CrowdStep step({std::make_shared<density::ExpressionPotential>("x^2/2")});
    for (int k = 0; k < steps; ++k) {
      throw_if_stopped();
      step.step(k * end / steps, end / steps, rho);
      for (Index i = 0; i < rho.cells(); ++i)
        above += std::max(0.0, rho.masses()(i) - (rho.nodes()(i + 1) - rho.nodes()(i)));
    }
  }
  /// From density 1 on [−½, ½], where X = F − ½.
  double off_rest() const { return (rho.nodes() - rho.cumulated() + 0.5).abs().maxCoeff(); }
};

/// W2 of what 8·2^level and twice as many steps make of it at t = 1.
double crowd_difference(int level) {
  return std::sqrt(jko::w2_squared(Crowd(1, 8 << level).rho, Crowd(1, 16 << level).rho));
}

/// Error of the variance at t = 0.4 of the process above from N(0, 0.8²) by entropic steps.
double entropic_error(int steps, double epsilon) {
  const Grid grid({{-6, 6, 240}});
  const Eigen::ArrayXd square = grid.centres().col(0).square();
  jko::EntropicStep step(grid, {std::make_shared<jko::EntropyEnergy>(1), square / 2}, {epsilon});
  Eigen::ArrayXd rho(grid.cells());
  for (Index i = 0; i < rho.size(); ++i) rho(i) = std::exp(-square(i) / (2 * 0.64));
  rho /= sum(rho.data(), rho.size()) * grid.cell_volume();
  for (int k = 0; k < steps; ++k) {
    throw_if_stopped();
    step.step(0.4 / steps, rho);
  }
  return std::abs(dot(rho.data(), square.data(), rho.size()) * grid.cell_volume() -
                  (1 - 0.36 * std::exp(-0.8)));
}

frame::CheckTask check(const std::string& name, double expected, double tolerance, const std::string& source,
                       const std::string& note, std::function<double()> observed) {
  return {name, [=] { return verify::value_check(expected, observed(), tolerance, source, note); }};
}

std::vector<frame::CheckTask> bdf2_checks(Index cells) {
  const auto coarse = frame::lazy([=] { return bdf2_errors(cells, 40); });
  const auto fine = frame::lazy([=] { return bdf2_errors(cells, 160); });
  return {
      // The mean follows m ← (4m − m₋)/3/(1 + 2τ/3) after (1 + τ/2)^{−2}: a slope of 2.1119 (2.0091 after one
      // whole first step).
      check("bdf2_order_mean", 2.1119, 0.002, "the recursion of the mean",
            "order of the mean, tau = 0.025 to 0.00625",
            [=] { return std::log2(coarse->get().mean / fine->get().mean) / 2; }),
      check("bdf2_order_mean_whole_start", 2.0091, 0.002, "the recursion of the mean",
            "the same after one whole first step of first order",
            [=] {
              return std::log2(mean_error_after_a_whole_step(cells, 40) /
                               mean_error_after_a_whole_step(cells, 160)) /
                     2;
            }),
      check("bdf2_order_deviation", 1.975, 0.025, "Matthes and Plazotta 2019",
            "order of the deviation, tau = 0.025 to 0.00625",
            [] {
              const Index many = 6400;  // what cells leave of the deviation is h²: 1e-6 of 1600
              return std::log2(bdf2_errors(many, 40).deviation / bdf2_errors(many, 160).deviation) / 2;
            }),
  };
}

std::vector<frame::CheckTask> crowd_checks() {
  return {
      check("crowd_tau_0.5", 0, 1e-12, "X = max(2u - t, u)", "largest error of the quantiles",
            [] { return crowd_error(0.5); }),
      check("crowd_tau_0.1", 0, 1e-12, "X = max(2u - t, u)", "largest error of the quantiles",
            [] { return crowd_error(0.1); }),
      check("crowd_tau_0.01", 0, 1e-12, "X = max(2u - t, u)", "largest error of the quantiles",
            [] { return crowd_error(0.01); }),
      check("crowd_order", 1, 0.06, "Maury, Roudneff-Chupin and Santambrogio 2010",
            "order in tau of W2 between steps and steps half as long, V = x^2/2",
            [] { return std::log2(crowd_difference(2) / crowd_difference(3)); }),
      check("crowd_at_rest", 0, 1e-6, "density 1 on [-1/2, 1/2]", "largest error of the quantiles at t = 30",
            [] { return Crowd(30, 60).off_rest(); }),
      check("crowd_density", 0, 1e-12, "density at most 1", "mass above the ceiling in any of 60 steps",
            [] { return Crowd(30, 60).above; }),
  };
}

std::vector<frame::CheckTask> entropic_checks() {
  return {
      // 2 in the limit; the step's own error of order tau, of the other sign or not, is a tenth of it here
      check("entropic_fixed_epsilon", 2, 0.4, "bias epsilon/tau",
            "error with half as long steps over error, epsilon = 0.05",
            [] { return entropic_error(16, 0.05) / entropic_error(8, 0.05); }),
      check("entropic_order", 1, 0.2, "order 1 where epsilon = 2 tau^2", "order in tau, 4 to 8 steps",
            [] { return std::log2(entropic_error(4, 2 * 0.01) / entropic_error(8, 2 * 0.0025)); }),
  };
}

}  // namespace

frame::Plan line_plan(Index cells) {
  frame::Plan plan{
      "Steps on the line",
      "BDF2 in quantiles, a crowd above a floor, and entropic steps, whose bias grows as epsilon/tau."};
  for (const auto& checks : {bdf2_checks(cells), crowd_checks(), entropic_checks()})
    plan.checks.insert(plan.checks.end(), checks.begin(), checks.end());
  return plan;
}

}  // namespace kolmo::wasserstein_flow
