#pragma once
// The configuration keys of discrete_to_continuous.

#include "kolmo/io/schema.hpp"

namespace kolmo::discrete_to_continuous {

/// Every key with its default at standard scale, unit, range and a sentence.
io::Schema schema();

/// quick takes a quarter of the particles, full four times as many; what is computed without noise stays.
io::ScaleTable scales();

/// data/configurations/discrete_to_continuous.toml, built in.
const char* default_configuration();

}  // namespace kolmo::discrete_to_continuous
