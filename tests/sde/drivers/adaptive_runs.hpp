#pragma once
// Adaptive runs whose snapshots are kept.

#include <vector>

#include "kolmo/sde/drivers/adaptive.hpp"

namespace kolmo::sde::test {

inline const RandomStream noise(20240608, 40);
inline const StepSizeOptions hundredth{.absolute = {1e-2}, .relative = {1e-2}};

struct Adaptive {
  std::vector<Points> snapshots;
  AdaptiveCounts counts;
};

inline Adaptive run(const AdaptiveSimulation& simulation, const Points& start) {
  Adaptive out;
  out.snapshots.assign(simulation.times.size(), Points(start.rows(), start.cols()));
  out.counts = simulate_adaptive(simulation, start, [&](Index k, int, Index first, const ConstBlock& x) {
    out.snapshots[static_cast<std::size_t>(k)].middleRows(first, x.rows()) = x;
  });
  return out;
}

}  // namespace kolmo::sde::test
