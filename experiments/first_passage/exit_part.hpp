#pragma once
// The part of an exit problem: what is judged.

#include <string>
#include <vector>

#include "first_passage/ladder.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::first_passage {

std::vector<std::string> exit_check_ids(const ExitProblem& problem);

/// Runs the ladder, writes it into `group`, returns the checks.
std::vector<verify::Check> exit_part(const ExitProblem& problem, const Settings& settings, io::Group& group,
                                     frame::Progress& progress);

}  // namespace kolmo::first_passage
