// An Ornstein–Uhlenbeck process, whose JKO steps are known: the ratio of movement to energy, and orders on a
// grid.

#include <cmath>

#include "frame/lazy.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/jko/gaussian_step.hpp"
#include "kolmo/jko/grid_step.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "wasserstein_flow/parts.hpp"

namespace kolmo::wasserstein_flow {
namespace {

struct Ratio {
  double tau, expected;
};
/// Σ W2²/(2τ)/(F⁰ − Fᴺ) over [0, 1] of exact steps from N(2, ½²), rate and temperature 1: by another program.
constexpr Ratio ratios[] = {{0.1, 0.46861}, {0.05, 0.48352}, {0.025, 0.49154}, {0.0125, 0.49571}};

double dissipation_ratio(double tau) {
  const jko::QuadraticEnergy energy{1, Eigen::VectorXd::Zero(1), 1};
  jko::GaussianLaw law{Eigen::VectorXd::Constant(1, 2), 0.5};
  const double first = jko::evaluate(energy, law);
  double movement = 0;
  for (int k = 0; k < std::lround(1 / tau); ++k) {
    const jko::GaussianLaw next = jko::jko_step(energy, tau, law);
    movement += jko::w2_squared(law, next) / (2 * tau);
    law = next;
  }
  return movement / (first - jko::evaluate(energy, law));
}

/// Errors of the mean at t = 1 of dX = −X dt + √0.6 dW from N(1.5, ½²) on a line, in 2, 4 and 8 steps.
struct Errors {
  Eigen::ArrayXd tau = Eigen::ArrayXd(3), first = Eigen::ArrayXd(3), midpoint = Eigen::ArrayXd(3);
};

double mean_after(const Grid& grid, int steps, bool midpoint) {
  const process::OrnsteinUhlenbeck process(1, 0, std::sqrt(0.6), 1);
  jko::GridJkoStep jko(grid, jko::free_energy(process, grid), {200, 1e-11});
  const Eigen::ArrayXd x = grid.centres().col(0);
  Eigen::ArrayXd rho(grid.cells());
  for (Index i = 0; i < rho.size(); ++i) rho(i) = std::exp(-2 * (x(i) - 1.5) * (x(i) - 1.5));
  rho /= sum(rho.data(), rho.size()) * grid.cell_volume();
  for (int k = 0; k < steps; ++k) {
    throw_if_stopped();
    midpoint ? jko.midpoint_step(1.0 / steps, rho) : jko.step(1.0 / steps, rho);
  }
  return dot(rho.data(), x.data(), rho.size()) * grid.cell_volume();
}

Errors errors(Index cells) {
  const Grid grid({{-4, 4, cells}});
  Errors found;
  for (Index k = 0; k < 3; ++k) {
    const int steps = 2 << k;
    found.tau(k) = 1.0 / steps;
    found.first(k) = std::abs(mean_after(grid, steps, false) - 1.5 * std::exp(-1.0));
    found.midpoint(k) = std::abs(mean_after(grid, steps, true) - 1.5 * std::exp(-1.0));
  }
  return found;
}

/// (1 + τ)^{−1/τ} and ((1 − τ/2)/(1 + τ/2))^{1/τ} are what exact steps make of the mean.
double exact_error(double tau, bool midpoint) {
  const double factor = midpoint ? (1 - tau / 2) / (1 + tau / 2) : 1 / (1 + tau);
  return std::abs(1.5 * (std::pow(factor, 1 / tau) - std::exp(-1.0)));
}

}  // namespace

frame::Plan gaussian_plan(Index cells) {
  frame::Plan plan{"Gaussians",
                   "The movement of exact steps against the energy that they lose, which tends to a half; "
                   "and the mean of steps on a grid "
                   "against those of exact steps."};
  for (const Ratio& ratio : ratios)
    plan.checks.push_back({"dissipation_tau_" + number_text(ratio.tau), [=] {
                             return verify::value_check(ratio.expected, dissipation_ratio(ratio.tau), 1e-5,
                                                        "another program",
                                                        "sum of W2^2/(2 tau) over the energy lost");
                           }});
  const auto found = frame::lazy([=] { return errors(cells); });
  for (Index k = 0; k < 3; ++k)
    for (const bool midpoint : {false, true}) {
      const std::string name = (midpoint ? "midpoint_" : "first_order_") + number_text(2 << k) + "_steps";
      // What the grid and the solver add: 1e-6 at 800 cells, of order h², which is ten times that at 400.
      const double allowed = 2e-5;
      plan.checks.push_back({name, [=] {
                               const double tau = found->get().tau(k);
                               return verify::value_check(
                                   exact_error(tau, midpoint),
                                   midpoint ? found->get().midpoint(k) : found->get().first(k), allowed,
                                   "the mean of exact steps", "error of the mean at t = 1");
                             }});
    }
  plan.tables.push_back([=](io::Group& part) {
    io::Group& group = part.group("mean");
    group.scale("tau", found->get().tau, {"step", "1"});
    group.variable("first_order", {"tau"}, found->get().first, {"error of the mean, first order", "1"});
    group.variable("midpoint", {"tau"}, found->get().midpoint, {"error of the mean, midpoint", "1"});
  });
  return plan;
}

}  // namespace kolmo::wasserstein_flow
