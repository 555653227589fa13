#pragma once
// The configuration keys of rare_events.

#include "kolmo/io/schema.hpp"

namespace kolmo::rare_events {

io::Schema schema();

/// data/configurations/rare_events.toml, built in.
const char* default_configuration();

}  // namespace kolmo::rare_events
