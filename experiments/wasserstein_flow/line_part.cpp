// The line: BDF2 in quantiles, a crowd, and the bias of entropic steps.

#include <algorithm>
#include <cmath>
#include <memory>

#include "frame/lazy.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/jko/crowd_step.hpp"
#include "kolmo/jko/entropic_step.hpp"
#include "kolmo/jko/quantile_bdf2_step.hpp"
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

}  // namespace

frame::Plan line_plan(Index cells) {
  frame::Plan plan{
      "Steps on the line",
      "BDF2 in quantiles, a crowd above a floor, and entropic steps, whose bias grows as epsilon/tau."};
  const auto coarse = frame::lazy([=] { return bdf2_errors(cells, 40); });
  const auto fine = frame::lazy([=] { return bdf2_errors(cells, 160); });
  const auto check = [](const std::string& name, double expected, double tolerance, const std::string& source,
                        const std::string& note, std::function<double()> observed) {
    return frame::CheckTask{
        name, [=] { return verify::value_check(expected, observed(), tolerance, source, note); }};
  };
  plan.checks = {
      // The mean follows m ← (4m − m₋)/3/(1 + 2τ/3) after (1 + τ/2)^{−2}: a slope of 2.1119 (2.0091 after one
      // whole first step).
      check("bdf2_order_mean", 2.1119, 0.002, "the recursion of the mean",
            "order of the mean, tau = 0.025 to 0.00625",
            [=] { return std::log2(coarse->get().mean / fine->get().mean) / 2; }),
      check("crowd_tau_0.5", 0, 1e-12, "X = max(2u - t, u)", "largest error of the quantiles",
            [] { return crowd_error(0.5); }),
      check("crowd_tau_0.1", 0, 1e-12, "X = max(2u - t, u)", "largest error of the quantiles",
            [] { return crowd_error(0.1); }),
      check("crowd_tau_0.01", 0, 1e-12, "X = max(2u - t, u)", "largest error of the quantiles",
            [] { return crowd_error(0.01); }),
      // 2 in the limit; the step's own error of order tau, of the other sign or not, is a tenth of it here
      check("entropic_fixed_epsilon", 2, 0.4, "bias epsilon/tau",
            "error with half as long steps over error, epsilon = 0.05",
            [] { return entropic_error(16, 0.05) / entropic_error(8, 0.05); }),
      check("entropic_order", 1, 0.2, "order 1 where epsilon = 2 tau^2", "order in tau, 4 to 8 steps",
            [] { return std::log2(entropic_error(4, 2 * 0.01) / entropic_error(8, 2 * 0.0025)); }),
  };
  return plan;
}

}  // namespace kolmo::wasserstein_flow
