#pragma once
// The configuration keys of claims.

#include "kolmo/io/schema.hpp"

namespace kolmo::claims {

io::Schema schema();

/// data/configurations/claims.toml, built in.
const char* default_configuration();

}  // namespace kolmo::claims
