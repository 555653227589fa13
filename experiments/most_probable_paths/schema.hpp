#pragma once
// The configuration keys of most_probable_paths.

#include "kolmo/io/schema.hpp"

namespace kolmo::most_probable_paths {

io::Schema schema();

/// data/configurations/most_probable_paths.toml, built in.
const char* default_configuration();

}  // namespace kolmo::most_probable_paths
