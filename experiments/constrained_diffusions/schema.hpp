#pragma once
// The configuration keys of constrained_diffusions.

#include "kolmo/io/schema.hpp"

namespace kolmo::constrained_diffusions {

io::Schema schema();

/// data/configurations/constrained_diffusions.toml, built in.
const char* default_configuration();

}  // namespace kolmo::constrained_diffusions
