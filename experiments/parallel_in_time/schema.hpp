#pragma once
// The configuration keys of parallel_in_time.

#include "kolmo/io/schema.hpp"

namespace kolmo::parallel_in_time {

io::Schema schema();

/// data/configurations/parallel_in_time.toml, built in.
const char* default_configuration();

}  // namespace kolmo::parallel_in_time
