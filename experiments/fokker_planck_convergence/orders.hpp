#pragma once
// Orders of a problem's discretisations and steppers: in space, in time, and in both.

#include "fokker_planck_convergence/grid_problem.hpp"
#include "fokker_planck_convergence/plan.hpp"
#include "fokker_planck_convergence/stepper_list.hpp"
#include "kolmo/verify/error_norms.hpp"

namespace kolmo::fokker_planck_convergence {

using ProblemPtr = std::shared_ptr<const GridProblem>;

/// Errors on the grids of a ladder at the end time against the law, point values at the cell centres.
struct Ladder {
  std::vector<double> h;  ///< of the first axis
  std::vector<verify::ErrorNorms> errors;
};

/// In space: e^{TL} p_0 by exact_flow, no error in time.
Ladder errors_in_space(const GridProblem& problem, const fokker_planck::Discretisation& discretisation);
enum class Norm { l1, maximum };
OrderStudy space_study(const GridProblem& problem, const fokker_planck::Discretisation& discretisation,
                       const Ladder& ladder, Norm norm);

/// In time: Σ|p − e^{TL} p_0| v on one grid, steps finest/16 … finest. Exponentials: the largest of them
/// against finest · 1e−12 v √N ‖p_0‖₂, what a tolerance of 1e−12 ‖p‖₂ a step adds up to in L1.
OrderStudy time_study(const GridProblem& problem, const fokker_planck::Discretisation& discretisation,
                      const fokker_planck::TimeStepper& stepper, Index finest_steps);

/// Together: Δt ∝ h, or h² for steppers of order 1 on discretisations of order 2; the L1 error against the
/// law has in h the smaller of the order in space and that in time (times 2 where Δt ∝ h²).
OrderStudy joint_study(const GridProblem& problem, const fokker_planck::Discretisation& discretisation,
                       const fokker_planck::TimeStepper& stepper);

/// The number of steps on the grid of `cells` cells an axis.
Index joint_steps(const GridProblem& problem, Index cells, bool squared);

/// All of these for every discretisation × stepper that takes the problem; that the others refuse it; that
/// the first grid's cell Péclet number is at most 1. Where there are several axes a discretisation that makes
/// the same matrix as an earlier one is checked to do so and not marched again.
void add_orders(const ProblemPtr& problem, Index finest_steps, Plan& plan);

}  // namespace kolmo::fokker_planck_convergence
