#pragma once
// The configuration keys of relaxation.

#include "kolmo/io/schema.hpp"

namespace kolmo::relaxation {

/// Every key with its default at standard scale, unit, range and a sentence.
io::Schema schema();

/// What is run when nothing else is asked for (data/configurations/relaxation.toml, built in).
const char* default_configuration();

}  // namespace kolmo::relaxation
