#pragma once
// The configuration keys of information_geometry.

#include "kolmo/io/schema.hpp"

namespace kolmo::information_geometry {

io::Schema schema();

/// data/configurations/information_geometry.toml, built in.
const char* default_configuration();

}  // namespace kolmo::information_geometry
