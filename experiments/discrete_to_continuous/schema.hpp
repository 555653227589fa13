#pragma once
// The configuration keys of discrete_to_continuous.

#include "kolmo/io/schema.hpp"

namespace kolmo::discrete_to_continuous {

/// Every key with its default at standard scale, unit, range and a sentence.
io::Schema schema();

/// data/configurations/discrete_to_continuous.toml, built in.
const char* default_configuration();

}  // namespace kolmo::discrete_to_continuous
