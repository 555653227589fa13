#include "four_roads/problem/pilot_domain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index stops_an_interval = 16, first_steps = 64, most_steps = 16384;

using Box = std::vector<Axis>;

sde::Schedule schedule(const Problem& problem, Index steps) {
  sde::Schedule schedule{{problem.clock.front()}, {}};
  for (std::size_t i = 1; i < problem.clock.size(); ++i) {
    const double from = problem.clock[i - 1], to = problem.clock[i];
    for (Index k = 1; k <= stops_an_interval; ++k) {
      const double share = static_cast<double>(k) / stops_an_interval;
      schedule.times.push_back(k == stops_an_interval ? to : from + share * (to - from));
      schedule.steps.push_back(steps / stops_an_interval);
    }
  }
  return schedule;
}

/// The range of the paths; nothing where one leaves the finite numbers.
std::optional<Box> range(const Problem& problem, Index steps) {
  const RandomStream stream = RandomStream(1).role("pilot_domain");
  const RandomStream start = stream.role("start");
  const char* scheme = steps < 256 ? "euler_maruyama" : "tamed_euler";
  const sde::SdeScheme& chosen =
      sde::scheme(scheme).can_step(*problem.intrinsic) ? sde::scheme(scheme) : sde::scheme("euler_maruyama");
  sde::Simulation simulation{*problem.intrinsic, chosen, schedule(problem, steps), pilot_paths, stream};
  simulation.divergence = sde::Divergence::counted;
  const sde::Snapshots snapshots = sde::simulate_snapshots(
      simulation, [&](Index first, Block out) { problem.sample_start(start, first, out); });
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Box box(static_cast<std::size_t>(problem.dimension()), Axis{infinity, -infinity, 0});
  for (const auto& levels : snapshots) {
    const Points& x = levels[0];
    if (!x.isFinite().all()) return std::nullopt;
    for (Index j = 0; j < x.cols(); ++j) {
      Axis& axis = box[static_cast<std::size_t>(j)];
      axis.lower = std::min(axis.lower, x.col(j).minCoeff());
      axis.upper = std::max(axis.upper, x.col(j).maxCoeff());
    }
  }
  return box;
}

bool alike(const Box& a, const Box& b) {
  for (std::size_t j = 0; j < a.size(); ++j) {
    const double change = std::max(std::abs(a[j].lower - b[j].lower), std::abs(a[j].upper - b[j].upper));
    if (!(change <= 0.05 * (b[j].upper - b[j].lower))) return false;
  }
  return true;
}

Box widened(Box box) {
  for (Axis& axis : box) {
    const double more = pilot_margin * (axis.upper - axis.lower);
    axis = {axis.lower - more, axis.upper + more, 0};
  }
  return box;
}

}  // namespace

Axis centred_momenta(const Problem& problem, Axis momenta) {
  const auto kinetic = kinetic_structure(*problem.intrinsic);
  if (!kinetic) return momenta;
  const double reach =
      std::max({-momenta.lower, momenta.upper, 6.5 * std::sqrt(std::max(kinetic->temperature, 0.0))});
  return {-reach, reach, momenta.cells};
}

std::vector<Axis> pilot_domain(const Problem& problem) {
  std::optional<Box> before;
  for (Index steps = first_steps; steps <= most_steps; steps *= 2) {
    const std::optional<Box> now = range(problem, steps);
    if (before && now && alike(*before, *now)) return widened(*now);
    before = now;
  }
  throw NumericalFailure(before ? "pilot paths reach farther with every halving of their steps"
                                : "pilot paths leave the finite numbers");
}

}  // namespace kolmo::four_roads
