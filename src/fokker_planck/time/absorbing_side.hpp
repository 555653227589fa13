#pragma once
// Absorbing sides and what leaves through them.

#include <algorithm>
#include <utility>
#include <vector>

#include "fokker_planck/operator/cell_rates.hpp"
#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {

/// An absorbing side: what its cells lose, and Σp that has left through it.
struct Wall {
  Index axis, side;
  std::vector<std::pair<Index, double>> leaks;
  double outflow = 0;

  double rate(const double* p) const {
    double total = 0;
    for (const auto& [cell, leak] : leaks) total += leak * p[cell];
    return total;
  }
};

inline std::vector<Wall> walls_of(const Generator& generator) {
  std::vector<Wall> walls;
  for_each_leak(generator, [&](Index cell, double rate, Index axis, Index side) {
    if (rate == 0) return;
    auto wall = std::find_if(walls.begin(), walls.end(),
                             [&](const Wall& w) { return w.axis == axis && w.side == side; });
    if (wall == walls.end()) wall = walls.insert(wall, {axis, side, {}});
    wall->leaks.emplace_back(cell, rate);
  });
  return walls;
}

/// report.outflow[axis][side] += what left through the wall.
inline void add_outflow(StepReport& report, const Wall& wall) {
  report.outflow[static_cast<std::size_t>(wall.axis)][static_cast<std::size_t>(wall.side)] += wall.outflow;
}

}  // namespace kolmo::fokker_planck
