#pragma once
// The configuration keys of multilevel.

#include "kolmo/io/schema.hpp"

namespace kolmo::multilevel {

/// Every key with its default at standard scale, unit, range and a sentence.
io::Schema schema();

/// What the scales multiply.
io::ScaleTable scales();

/// data/configurations/multilevel.toml, built in.
const char* default_configuration();

}  // namespace kolmo::multilevel
