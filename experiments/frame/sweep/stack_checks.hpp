#pragma once
// The checks of all points of a sweep, matched by their ids.

#include "frame/sweep/stack_datasets.hpp"

namespace kolmo::frame {

/// Writes `out`/checks from the groups of the points; the verdict of a check that a point did not make is
/// "missing".
void stack_checks(const StackPoints& points, const StackAxes& axes, io::Group& out);

}  // namespace kolmo::frame
