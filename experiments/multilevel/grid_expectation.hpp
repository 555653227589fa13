#pragma once
// The same mean without paths, in one variable.

#include "multilevel/any_problem.hpp"

namespace kolmo::multilevel {

struct GridExpectation {
  double value;        ///< extrapolated
  double error_bound;  ///< what the finest of three grids changes, twice; NaN where the law reaches a side
};

/// scharfetter_gummel and tr_bdf2 on 256, 512 and 1024 cells of the domain with 128, 256 and 512 steps, sides
/// closed; coefficients at the middle of each step where they depend on time. Where the density at an open
/// side is above 1e−6 of its largest value the domain cuts the law off, and the grid knows nothing.
GridExpectation grid_expectation(const AnyProblem& problem);

}  // namespace kolmo::multilevel
