#pragma once
// The configuration keys of fokker_planck_convergence.

#include "kolmo/io/schema.hpp"

namespace kolmo::fokker_planck_convergence {

/// Every key with its default at standard scale, unit, range and a sentence.
io::Schema schema();

/// data/configurations/fokker_planck_convergence.toml, built in.
const char* default_configuration();

}  // namespace kolmo::fokker_planck_convergence
