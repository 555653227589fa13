#pragma once
// E φ(X_T) of any problem, to accuracies that are asked for.

#include "frame/run/progress.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"
#include "multilevel/any_problem.hpp"
#include "multilevel/settings.hpp"

namespace kolmo::multilevel {

/// "NAME/estimate/eps=0.05" …, against what is given as expected, or else the plain estimate;
/// "NAME/rmse" of repeated runs where a value is expected; "NAME/plain"; "NAME/grid".
std::vector<std::string> any_check_ids(const AnyProblem& problem);

/// Multilevel estimates to each accuracy, each from random numbers of its own; plain Monte Carlo with as many
/// steps as the finest level of the first took, to the first accuracy; the grid's answer in one variable.
/// NumericalFailure where paths leave the finite numbers on every base level that is tried.
std::vector<verify::Check> any_part(const AnyProblem& problem, const Settings& settings, io::Group& group,
                                    frame::Progress& progress);

}  // namespace kolmo::multilevel
