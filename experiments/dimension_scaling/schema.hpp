#pragma once
// The configuration keys of dimension_scaling.

#include "kolmo/io/schema.hpp"

namespace kolmo::dimension_scaling {

/// Every key with its default at standard scale, unit, range and a sentence.
io::Schema schema();

/// Particles and cells by scale.
io::ScaleTable scales();

/// What is run when nothing else is asked for (data/configurations/dimension_scaling.toml, built in).
const char* default_configuration();

}  // namespace kolmo::dimension_scaling
