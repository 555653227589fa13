#pragma once
// Plain Monte Carlo by Euler–Maruyama at the same accuracies.

#include "multilevel/rates.hpp"

namespace kolmo::multilevel {

/// Ids of the checks, below "<part>/plain/".
std::vector<std::string> plain_check_ids(const Settings& settings);

/// ⌈√2 |slope| T/ε⌉ steps leave a bias of ε/√2 and ⌈2 Var φ/ε²⌉ samples as large a statistical error, slope
/// and variance as measured. Runs while ε ≥ plain.smallest_run; below, the cost is computed alone. Writes
/// cost/plain.
void run_plain(const Study& study, const Weak& weak);

}  // namespace kolmo::multilevel
