#pragma once
// The configuration keys of score_matching.

#include "kolmo/io/schema.hpp"

namespace kolmo::score_matching {

io::Schema schema();

/// data/configurations/score_matching.toml, built in.
const char* default_configuration();

}  // namespace kolmo::score_matching
