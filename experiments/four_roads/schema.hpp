#pragma once
// The configuration keys of four_roads.

#include "kolmo/io/schema.hpp"

namespace kolmo::four_roads {

/// Every key with its default at standard scale, unit, range and a sentence.
io::Schema schema();

/// The five problems that are run when nothing else is asked for (data/configurations/four_roads.toml, built
/// in).
const char* default_configuration();

}  // namespace kolmo::four_roads
