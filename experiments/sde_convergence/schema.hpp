#pragma once
// The configuration keys of sde_convergence.

#include "kolmo/io/schema.hpp"

namespace kolmo::sde_convergence {

/// Every key with its default at standard scale, unit, range and a sentence.
io::Schema schema();

/// data/configurations/sde_convergence.toml, built in.
const char* default_configuration();

}  // namespace kolmo::sde_convergence
