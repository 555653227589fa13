#pragma once
// The configuration keys of langevin_sampling.

#include "kolmo/io/schema.hpp"

namespace kolmo::langevin_sampling {

io::Schema schema();

/// data/configurations/langevin_sampling.toml, built in.
const char* default_configuration();

}  // namespace kolmo::langevin_sampling
