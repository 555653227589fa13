#pragma once
// The configuration keys of wasserstein_flow.

#include "kolmo/io/schema.hpp"

namespace kolmo::wasserstein_flow {

io::Schema schema();

/// data/configurations/wasserstein_flow.toml, built in.
const char* default_configuration();

}  // namespace kolmo::wasserstein_flow
