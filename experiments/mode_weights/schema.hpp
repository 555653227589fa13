#pragma once
// The configuration keys of mode_weights.

#include "kolmo/io/schema.hpp"

namespace kolmo::mode_weights {

io::Schema schema();

/// data/configurations/mode_weights.toml, built in.
const char* default_configuration();

}  // namespace kolmo::mode_weights
