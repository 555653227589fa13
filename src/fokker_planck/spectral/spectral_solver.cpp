#include "kolmo/fokker_planck/spectral/spectral_solver.hpp"

#include <cmath>
#include <cstdio>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/fokker_planck/spectral/fourier_solver.hpp"
#include "kolmo/fokker_planck/spectral/hermite_solver.hpp"

namespace kolmo::fokker_planck {
namespace {

void check_arguments(Index nodes, const Eigen::ArrayXd& p0, const Schedule& schedule) {
  require(p0.size() == nodes, "size of p0", static_cast<double>(p0.size()), "must be the number of nodes");
  if (!p0.isFinite().all()) throw InvalidArgument("p0: every entry must be finite");
  require(p0.minCoeff() >= 0, "smallest entry of p0", p0.minCoeff(), "must be ≥ 0");
  require(p0.maxCoeff() > 0, "largest entry of p0", p0.maxCoeff(), "must be > 0");
  schedule.validate();
}

// Puts p at the nodes into the result, and its minimum.
void look(const SpectralSolver& solver, SpectralPropagator& propagator, double t, double dt,
          SpectralResult& result) {
  propagator.at_nodes(result.coefficients.data(), result.density.data());
  if (!result.density.isFinite().all()) {
    char text[160];
    std::snprintf(text, sizeof text,
                  ": the density left the finite numbers at t = %.6g (step %.3g); take smaller steps", t, dt);
    throw NumericalFailure("march with " + solver.claim().name + text);
  }
  const double minimum = result.density.minCoeff();
  if (minimum >= result.minimum) return;
  result.minimum = minimum;
  result.minimum_time = t;
}

SpectralResult projected(const SpectralSolver& solver, SpectralPropagator& propagator,
                         const Eigen::ArrayXd& p0, double t) {
  SpectralResult result;
  result.density.resize(p0.size());
  result.coefficients.resize(solver.size());
  result.minimum = std::numeric_limits<double>::infinity();
  solver.project(p0.data(), result.coefficients.data());
  look(solver, propagator, t, 0, result);
  result.projection_error = (result.density - p0).abs().maxCoeff() / p0.maxCoeff();
  return result;
}

}  // namespace

SpectralResult march(const SpectralSolver& solver, const Eigen::ArrayXd& p0, const Schedule& schedule,
                     const SpectralObserver& observer) {
  check_arguments(solver.nodes().rows(), p0, schedule);
  const auto& [times, steps] = schedule;
  const auto propagator = solver.propagator();
  SpectralResult result = projected(solver, *propagator, p0, times.front());
  const double mass = solver.mass(result.coefficients);
  if (observer) observer(0, times.front(), result.density, result.coefficients);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double from = times[i], dt = (times[i + 1] - from) / static_cast<double>(steps[i]);
    propagator->begin(from, times[i + 1], steps[i]);
    for (Index step = 0; step < steps[i]; ++step) {
      throw_if_stopped();
      propagator->step(from + dt * static_cast<double>(step), result.coefficients.data());
      look(solver, *propagator, from + dt * static_cast<double>(step + 1), dt, result);
    }
    result.steps += steps[i];
    if (observer) {
      observer(static_cast<Index>(i) + 1, times[i + 1], result.density, result.coefficients);
    }
  }
  result.mass_defect = std::abs(solver.mass(result.coefficients) - mass) / std::abs(mass);
  return result;
}

const std::vector<Claim>& spectral_methods() {
  static const std::vector<Claim> all = [] {
    std::vector<Claim> claims;
    for (const auto& stepper : semilinear_steppers()) claims.push_back(fourier_claim(*stepper));
    claims.push_back(hermite_claim());
    return claims;
  }();
  return all;
}

}  // namespace kolmo::fokker_planck
