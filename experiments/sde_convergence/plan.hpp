#pragma once
// What the parts of the experiment share.

#include "frame/plan.hpp"
#include "kolmo/measure/sde/strong_order.hpp"

namespace kolmo::sde_convergence {

using frame::lazy;
using frame::Plan;

/// The sizes of a run.
struct RunSettings {
  measure::StrongSettings strong;
  Index weak_finest_steps = 512;  ///< in one dimension; the coarsest are 16
  Index plane_finest_steps = 32;
};

}  // namespace kolmo::sde_convergence
