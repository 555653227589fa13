#pragma once
// Langevin dynamics on the surface of Müller and Brown, and its two deepest wells.

#include "kolmo/density/muller_brown.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::rare_events {

/// At T = 0.2.
inline const process::OverdampedLangevin& surface() {
  static const process::OverdampedLangevin process(std::make_shared<density::MullerBrown>(), 0.2);
  return process;
}
inline Eigen::Vector2d well_a() { return {-0.558, 1.442}; }
inline Eigen::Vector2d well_b() { return {0.623, 0.028}; }

}  // namespace kolmo::rare_events
