#pragma once
// The configuration keys of optimal_transport.

#include "kolmo/io/schema.hpp"

namespace kolmo::optimal_transport {

io::Schema schema();

/// data/configurations/optimal_transport.toml, built in.
const char* default_configuration();

}  // namespace kolmo::optimal_transport
