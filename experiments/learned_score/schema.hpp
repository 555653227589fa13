#pragma once
// The configuration keys of learned_score.

#include "kolmo/io/schema.hpp"

namespace kolmo::learned_score {

io::Schema schema();

/// data/configurations/learned_score.toml, built in.
const char* default_configuration();

}  // namespace kolmo::learned_score
