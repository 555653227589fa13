#pragma once
// The configuration keys of guidance_and_inverse_problems.

#include "kolmo/io/schema.hpp"

namespace kolmo::guidance_and_inverse_problems {

io::Schema schema();

/// data/configurations/guidance_and_inverse_problems.toml, built in.
const char* default_configuration();

}  // namespace kolmo::guidance_and_inverse_problems
