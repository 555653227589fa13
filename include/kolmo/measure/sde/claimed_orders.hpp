#pragma once
// Which of a scheme's claims speaks of a process.

#include <optional>
#include <string>

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::measure {

/// The weak order for the form of the process's noise; empty where none is claimed.
std::optional<double> claimed_weak_order(const sde::SdeScheme& scheme, const process::Process& process);

/// The strong order; diagonal noise is commutative. Empty where none is claimed.
std::optional<double> claimed_strong_order(const sde::SdeScheme& scheme, const process::Process& process);

/// What a check is called: "weak_order/milstein/state_noise".
std::string check_id(const char* what, const sde::SdeScheme& scheme, const process::Process& process);

}  // namespace kolmo::measure
