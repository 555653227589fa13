#pragma once
// Which of a scheme's claims speaks of a process.

#include <string>

#include "kolmo/sde/sde_scheme.hpp"

namespace kolmo::sde::test {

/// The weak order for the form of the process's noise. Throws std::bad_optional_access where none is claimed.
inline double claimed_weak_order(const SdeScheme& scheme, const process::Process& process) {
  const Claim& claim = scheme.claim();
  return process::is_additive(process.noise_kind()) ? claim.order_weak_additive.value()
                                                            : claim.order_weak_general.value();
}

/// The strong order; diagonal noise is commutative. Throws std::bad_optional_access where none is claimed.
inline double claimed_strong_order(const SdeScheme& scheme, const process::Process& process) {
  const Claim& claim = scheme.claim();
  return process::is_additive(process.noise_kind()) ? claim.order_strong_additive.value()
                                                            : claim.order_strong_commutative.value();
}

/// What a check is called: "weak order/milstein/state_noise".
inline std::string check_id(const char* what, const SdeScheme& scheme, const process::Process& process) {
  return std::string(what) + "/" + scheme.claim().name + "/" + process.name();
}

}  // namespace kolmo::sde::test
