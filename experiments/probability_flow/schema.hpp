#pragma once
// The configuration keys of probability_flow.

#include "kolmo/io/schema.hpp"

namespace kolmo::probability_flow {

io::Schema schema();

/// data/configurations/probability_flow.toml, built in.
const char* default_configuration();

}  // namespace kolmo::probability_flow
