#include "wasserstein_flow/own_steps.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/jko/crowd_flux_step.hpp"

namespace kolmo::wasserstein_flow {
namespace {

/// Of a cell, that a part of a step moves a crowd; then edges are as sharp as by back-and-forth.
constexpr double most_moved = 0.25;
constexpr double most_parts = 64;

OwnSteps by_flows(const Grid& grid, const jko::GridEnergy& energy, double tau, int parts) {
  const auto jko = std::make_shared<jko::CrowdFluxStep>(grid, energy);
  const auto step = [=](Eigen::ArrayXd& rho) {
    jko::GridStepReport all;
    double way = 0;
    all.status = transport::Status::converged;
    for (int k = 0; k < parts; ++k) {
      throw_if_stopped();
      const jko::GridStepReport part = jko->step(tau / parts, rho);
      way += std::sqrt(part.increment_squared);
      all.residual = std::max(all.residual, part.residual);
      all.iterations += part.iterations;
      all.energy = part.energy;
      if (part.status != transport::Status::converged) all.status = part.status;
    }
    all.increment_squared = way * way;
    return all;
  };
  return {"flows through faces, " + number_text(parts) + " parts a step", step,
          [=](const Eigen::ArrayXd& rho) { return jko->energy(rho); }};
}

}  // namespace

int parts_of_step(const Grid& grid, const jko::GridEnergy& energy, const Eigen::ArrayXd& start, double tau) {
  if (!std::isfinite(energy.internal->ceiling())) return 1;
  const double wanted = std::ceil(jko::cells_moved(grid, energy, start, tau) / most_moved);
  return static_cast<int>(std::clamp(wanted, 1.0, most_parts));
}

OwnSteps own_steps(const Grid& grid, const jko::GridEnergy& energy, double tau, int parts, bool midpoint) {
  if (std::isfinite(energy.internal->ceiling())) return by_flows(grid, energy, tau, parts);
  const auto jko = std::make_shared<jko::GridJkoStep>(grid, energy, jko::GridStepPlan{60, 1e-5});
  return {midpoint ? "back-and-forth, midpoint rule" : "back-and-forth",
          [=](Eigen::ArrayXd& rho) { return midpoint ? jko->midpoint_step(tau, rho) : jko->step(tau, rho); },
          [=](const Eigen::ArrayXd& rho) { return jko::evaluate(energy, grid, rho); }};
}

}  // namespace kolmo::wasserstein_flow
