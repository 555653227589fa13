#pragma once
// What the parts of the experiment share.

#include "fokker_planck_convergence/order_study.hpp"
#include "frame/plan.hpp"
#include "frame/progress.hpp"
#include "kolmo/core/parallel/block.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::fokker_planck_convergence {

using frame::Lazy;
using frame::lazy;
using frame::Plan;
using verify::value_check;

/// The sizes of a run.
struct RunSettings {
  Index line_levels = 6, plane_levels = 5, box_levels = 5;  ///< grids of a ladder in space
  Index joint_levels = 5;         ///< in space and time together, in the plane and in three dimensions
  Index finest_steps = 256;       ///< of orders in time, on lines
  Index finest_steps_axes = 256;  ///< and where there are several axes
  Index mass_steps = 10'000;      ///< over which Σp must stay
};

}  // namespace kolmo::fokker_planck_convergence
