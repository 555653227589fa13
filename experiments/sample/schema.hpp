#pragma once
// The configuration keys of sample.

#include "kolmo/io/schema.hpp"

namespace kolmo::sample {

io::Schema schema();

/// data/configurations/sample.toml, built in.
const char* default_configuration();

}  // namespace kolmo::sample
