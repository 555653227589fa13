#pragma once
// What the parts of the experiment share.

#include "frame/plan.hpp"
#include "frame/run/progress.hpp"
#include "kolmo/core/parallel/block.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/measure/fokker_planck/grid_problems.hpp"
#include "kolmo/measure/fokker_planck/grid_study.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::fokker_planck_convergence {

using frame::Lazy;
using frame::lazy;
using frame::Plan;
using verify::OrderStudy;
using verify::value_check;

/// The sizes of a run.
struct RunSettings {
  measure::GridLevels levels;
  Index steppers = 20;            ///< tried with discretisations after the first
  Index finest_steps = 256;       ///< of orders in time, on lines
  Index finest_steps_axes = 256;  ///< and where there are several axes
  Index mass_steps = 10'000;      ///< over which Σp must stay
};

}  // namespace kolmo::fokker_planck_convergence
