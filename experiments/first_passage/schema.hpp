#pragma once
// The configuration keys of first_passage.

#include "kolmo/io/schema.hpp"

namespace kolmo::first_passage {

/// Every key with its default at standard scale, unit, range and a sentence.
io::Schema schema();

/// What is run when nothing else is asked for (data/configurations/first_passage.toml, built in).
const char* default_configuration();

}  // namespace kolmo::first_passage
