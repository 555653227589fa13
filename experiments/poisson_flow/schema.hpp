#pragma once
// The configuration keys of poisson_flow.

#include "kolmo/io/schema.hpp"

namespace kolmo::poisson_flow {

io::Schema schema();

/// data/configurations/poisson_flow.toml, built in.
const char* default_configuration();

}  // namespace kolmo::poisson_flow
