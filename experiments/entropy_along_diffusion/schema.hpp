#pragma once
// The configuration keys of entropy_along_diffusion.

#include "kolmo/io/schema.hpp"

namespace kolmo::entropy_along_diffusion {

io::Schema schema();

/// data/configurations/entropy_along_diffusion.toml, built in.
const char* default_configuration();

}  // namespace kolmo::entropy_along_diffusion
