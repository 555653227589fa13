#pragma once
// Strong orders: paths of different step sizes on the same noise.

#include <array>
#include <cmath>
#include <vector>

#include "kolmo/sde/simulate.hpp"
#include "sde/claimed_orders.hpp"
#include "sde/test_processes.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde::test {

/// Positions at the end for each of six levels: 2048 steps on level 0.
inline std::vector<Points> ends(const SdeScheme& scheme, const process::Process& process,
                                Index particles = 512) {
  const Schedule schedule{{0.0, 0.7, 1.5}, {1024, 1024}};
  const Simulation simulation{process, scheme, schedule, particles, RandomStream(11, 3), 6};
  return simulate_snapshots(simulation, Points(Points::Constant(particles, process.dimension(), 0.5))).back();
}

/// Root mean square over particles and coordinates.
inline double distance(const Points& a, const Points& b) { return std::sqrt((a - b).square().mean()); }

/// From X^ℓ − X^{ℓ+1}, which scales as h^γ: ℓ = 0 and ℓ = 2.
inline double order_of_differences(const std::vector<Points>& x) {
  return std::log2(distance(x[2], x[3]) / distance(x[0], x[1])) / 2;
}

/// The order of the differences of neighbouring levels, against the claim for the process's noise.
///
/// Standard error: the squares of 512 nearly Gaussian differences have a relative error of √(2/512) = 6.3 %,
/// halved by the root: 3.1 % each, hence at most 0.031 √2 / (2 ln 2) = 0.032 in the slope. Its bias is at
/// most 0.03 with the steps in between (h = 1.5/1024).
inline verify::Check strong_order(const SdeScheme& scheme, const process::Process& process = Periodic()) {
  return verify::test::compared(check_id("strong order", scheme, process),
                                claimed_strong_order(scheme, process),
                                order_of_differences(ends(scheme, process)), 0.1);
}

/// How many particles `strong_orders` takes at most.
inline constexpr Index reference_particles = 2048;

/// The strong order two ways: by differences, and by errors against `finest`, the finest path of a scheme of
/// order 1.5 for reference_particles, which sees a scheme that converges to something else: at ℓ = 3 and ℓ =
/// 5, where it is 8 and 32 times as fine.
///
/// The squared error of a scheme of order ½ is A h + B h², B/A in the tens here, so that its slope is taken
/// at ℓ = 1 and ℓ = 3; its errors are less Gaussian, and so there are more of them.
inline std::array<verify::Check, 2> strong_orders(const SdeScheme& scheme, const process::Process& process,
                                                  const Points& finest) {
  const double claimed = claimed_strong_order(scheme, process);
  const Index particles = claimed < 1 ? reference_particles : 512;
  const std::vector<Points> x = ends(scheme, process, particles);
  const Points reference = finest.topRows(particles);
  const std::size_t level = claimed < 1 ? 1 : 3;
  const double by_reference =
      std::log2(distance(x[level + 2], reference) / distance(x[level], reference)) / 2;
  return {verify::test::compared(check_id("strong order", scheme, process), claimed, order_of_differences(x),
                                 0.1),
          verify::test::compared(check_id("strong order by reference", scheme, process), claimed,
                                 by_reference, 0.1)};
}

}  // namespace kolmo::sde::test
