#pragma once
// The numbers of a part, into its group of the result file.

#include "sde_convergence/plan.hpp"

namespace kolmo::sde_convergence {

void write_header(const Plan& plan, io::Group& group);

/// `convergence/<study>`: error and standard error on the scale h, with claim, order, half width and verdict
/// as attributes; `work_precision/<study>`: the errors on the scale `evaluations` of the drift in a unit of
/// time.
void write_studies(const std::vector<verify::OrderStudy>& studies, io::Group& group);

}  // namespace kolmo::sde_convergence
