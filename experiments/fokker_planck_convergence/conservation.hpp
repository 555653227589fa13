#pragma once
// What a long march keeps: mass, and the sign of p.

#include "fokker_planck_convergence/grid_orders.hpp"

namespace kolmo::fokker_planck_convergence {

struct Kept {
  double mass_defect;  ///< |mass at the end + outflow − mass at the start| over the start's
  double minimum;      ///< of p after any step, over p_0's largest entry
};

/// `steps` steps to the end time, then 16 long ones to 4 times it, on `cells` cells an axis.
Kept keep(const GridProblem& problem, const fokker_planck::Discretisation& discretisation,
          const fokker_planck::TimeStepper& stepper, Index cells, Index steps);

/// For every stepper, the worst of all discretisations: mass within 1e−13; p ≥ 0 where it is proved (within
/// 1e−12 and 1e−15 a step of p_0's largest entry for exponentials: their tolerance and rounding). A table of
/// both for every pair.
void add_kept(const ProblemPtr& problem, Index steps, Plan& plan);

}  // namespace kolmo::fokker_planck_convergence
