#pragma once
// The numbers of an exit problem in its group of the result file.

#include "first_passage/ladder.hpp"
#include "kolmo/io/group.hpp"

namespace kolmo::first_passage {

/// `unit` = g E|τ′|: what 0.5826√h is multiplied by.
void write_exit_result(const ExitProblem& problem, const Ladder& ladder, double exact, double unit,
                       io::Group& group);

}  // namespace kolmo::first_passage
