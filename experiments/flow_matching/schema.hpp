#pragma once
// The configuration keys of flow_matching.

#include "kolmo/io/schema.hpp"

namespace kolmo::flow_matching {

io::Schema schema();

/// data/configurations/flow_matching.toml, built in.
const char* default_configuration();

}  // namespace kolmo::flow_matching
