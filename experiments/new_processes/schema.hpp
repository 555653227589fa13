#pragma once
// The configuration keys of new_processes.

#include "kolmo/io/schema.hpp"

namespace kolmo::new_processes {

io::Schema schema();

/// data/configurations/new_processes.toml, built in.
const char* default_configuration();

}  // namespace kolmo::new_processes
