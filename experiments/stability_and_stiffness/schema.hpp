#pragma once
// The configuration keys of stability_and_stiffness.

#include "kolmo/io/schema.hpp"

namespace kolmo::stability_and_stiffness {

io::Schema schema();

/// data/configurations/stability_and_stiffness.toml, built in.
const char* default_configuration();

}  // namespace kolmo::stability_and_stiffness
