#pragma once
// Orders in time of generators that change.

#include "kolmo/fokker_planck/time/time_stepper.hpp"
#include "kolmo/measure/fokker_planck/grid_problem.hpp"
#include "kolmo/measure/fokker_planck/grid_study.hpp"

namespace kolmo::measure {

/// VP in its own time against the exponential on its clock, L(t) = β(t) L: the midpoint of a linear β is
/// exact and all L(t) commute, so that every stepper keeps its own order and the exponentials are exact. A
/// stepper that starts anew with others' steps has their order: each step is its first.
verify::OrderStudy own_time_study(const fokker_planck::Discretisation& discretisation,
                                  const fokker_planck::TimeStepper& stepper, Index finest_steps);

/// Sub-VP, where neither holds, against the extrapolated midpoint exponential: the stepper's order, but 2 at
/// most.
verify::OrderStudy changing_study(const fokker_planck::Discretisation& discretisation,
                                  const fokker_planck::TimeStepper& stepper, Index finest_steps);

}  // namespace kolmo::measure
