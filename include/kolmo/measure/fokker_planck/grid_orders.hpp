#pragma once
// Orders of a problem's discretisations and steppers: in space, in time, and in both.

#include "kolmo/fokker_planck/time/time_stepper.hpp"
#include "kolmo/measure/fokker_planck/grid_problem.hpp"
#include "kolmo/measure/fokker_planck/grid_study.hpp"
#include "kolmo/verify/error_norms.hpp"

namespace kolmo::measure {

/// Errors on the grids of a ladder at the end time against the law, point values at the cell centres.
struct ErrorsOnGrids {
  std::vector<double> h;  ///< of the first axis
  std::vector<verify::ErrorNorms> errors;
};

/// In space: e^{TL} p_0 by fokker_planck::exact_flow, no error in time.
ErrorsOnGrids errors_in_space(const GridProblem& problem,
                              const fokker_planck::Discretisation& discretisation);
enum class Norm { l1, maximum };
verify::OrderStudy space_study(const GridProblem& problem,
                               const fokker_planck::Discretisation& discretisation,
                               const ErrorsOnGrids& ladder, Norm norm);

/// In time: Σ|p − e^{TL} p_0| v on one grid, steps finest/16 … finest. Exponentials: the largest of them
/// against finest · 1e−12 v √N ‖p_0‖₂, what a tolerance of 1e−12 ‖p‖₂ a step adds up to in L1.
verify::OrderStudy time_study(const GridProblem& problem, const fokker_planck::Discretisation& discretisation,
                              const fokker_planck::TimeStepper& stepper, Index finest_steps);

/// Together: Δt ∝ h, or h² for steppers of order 1 on discretisations of order 2; the L1 error against the
/// law has in h the smaller of the order in space and that in time (times 2 where Δt ∝ h²).
verify::OrderStudy joint_study(const GridProblem& problem,
                               const fokker_planck::Discretisation& discretisation,
                               const fokker_planck::TimeStepper& stepper);

/// The number of steps on the grid of `cells` cells an axis.
Index joint_steps(const GridProblem& problem, Index cells, bool squared);

}  // namespace kolmo::measure
