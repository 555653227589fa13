#pragma once
// The configuration keys of free_energy.

#include "kolmo/io/schema.hpp"

namespace kolmo::free_energy {

io::Schema schema();

/// data/configurations/free_energy.toml, built in.
const char* default_configuration();

}  // namespace kolmo::free_energy
