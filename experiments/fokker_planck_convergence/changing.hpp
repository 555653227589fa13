#pragma once
// Generators that change in time.

#include "fokker_planck_convergence/orders.hpp"

namespace kolmo::fokker_planck_convergence {

/// VP in its own time against the exponential on its clock, L(t) = β(t) L: the midpoint of a linear β is
/// exact and all L(t) commute, so that every stepper keeps its own order and the exponentials are exact.
/// Sub-VP, where neither holds, against the extrapolated midpoint exponential: the stepper's order, but 2 at
/// most. A stepper that starts anew with others' steps has their order: each step is its first.
void add_changing(Index finest_steps, Plan& plan);

/// The study of sub-VP for one pair: for tests.
OrderStudy changing_study(const fokker_planck::Discretisation& discretisation,
                          const fokker_planck::TimeStepper& stepper, Index finest_steps);

}  // namespace kolmo::fokker_planck_convergence
