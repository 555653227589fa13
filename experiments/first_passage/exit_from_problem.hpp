#pragma once
// The exit of a problem that is written in the common vocabulary.

#include "first_passage/exit_problem.hpp"

namespace kolmo::first_passage {

/// [problem.NAME] in one variable: the paths start in initial.point and leave through the sides of the domain
/// that are absorbing; a side that is open is no wall. [problem.NAME.exit] says how it is studied. Throws
/// io::ConfigurationError that names what does not apply and what to change: several variables, a side that
/// is reflecting or periodic, a start that is no point, a process that depends on time.
ExitProblem exit_from_problem(const io::Configuration& configuration, const std::string& name);

}  // namespace kolmo::first_passage
