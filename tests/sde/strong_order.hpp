#pragma once
// Strong orders: paths of different step sizes on the same noise.

#include <cmath>
#include <vector>

#include "kolmo/sde/simulate.hpp"
#include "sde/test_processes.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde::test {

/// Root mean square over particles of X^ℓ − X^{ℓ+1} at the end, ℓ = 0 … levels − 2, with 256 steps on level
/// 0.
inline std::vector<double> level_differences(const SdeScheme& scheme, const process::Process& process,
                                             int levels) {
  const Schedule schedule{{0.0, 0.7, 1.5}, {128, 128}};
  const Index particles = 4096;
  const Simulation simulation{process, scheme, schedule, particles, RandomStream(11, 3), levels};
  const Points start = Points::Constant(particles, 1, 0.5);
  const Snapshots snapshots = simulate_snapshots(simulation, start);
  std::vector<double> rms;
  for (std::size_t level = 0; level + 1 < static_cast<std::size_t>(levels); ++level) {
    rms.push_back(std::sqrt((snapshots.back()[level] - snapshots.back()[level + 1]).square().mean()));
  }
  return rms;
}

/// Differences of neighbouring levels scale as h^γ: the slope from ℓ = 0 to ℓ = 2, against the claim.
///
/// Standard error: the squares of 4096 nearly Gaussian differences have a relative error of √(2/4096) = 2.2
/// %, halved by the root: 1.1 % each, hence at most 0.011 √2 / (2 ln 2) = 0.011 in the slope; its bias is
/// O(h) ≈ 0.02.
inline verify::Check strong_order(const SdeScheme& scheme) {
  const std::vector<double> rms = level_differences(scheme, Periodic(), 4);
  return verify::test::compared("strong order/" + scheme.claim().name,
                                scheme.claim().order_strong_additive.value(), std::log2(rms[2] / rms[0]) / 2,
                                0.1);
}

}  // namespace kolmo::sde::test
