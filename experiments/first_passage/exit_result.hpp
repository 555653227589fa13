#pragma once
// The numbers of an exit problem in its group of the result file.

#include "first_passage/grid_exit.hpp"
#include "first_passage/ladder.hpp"
#include "kolmo/core/grid.hpp"
#include "kolmo/io/group.hpp"

namespace kolmo::first_passage {

/// Where the densities of exit times are counted: 80 cells on (0, 4 means).
Axis exit_time_axis(double mean);

/// `grid` at the faces of exit_time_axis(exact); `unit` = g E|τ′|: what 0.5826√h is multiplied by.
void write_exit_result(const ExitProblem& problem, const Ladder& ladder, const GridExit& grid, double exact,
                       double unit, io::Group& group);

}  // namespace kolmo::first_passage
