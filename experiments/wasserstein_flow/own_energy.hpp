#pragma once
// The energy of a user's gradient flow, from its keys.

#include <string>

#include "kolmo/io/configuration.hpp"
#include "kolmo/jko/grid_energy.hpp"

namespace kolmo::wasserstein_flow {

/// The names of internal energies.
inline const std::vector<std::string> internal_energies = {"entropy", "porous_medium", "crowd"};

/// internal, temperature or exponent or ceiling, potential, interaction. Throws io::ConfigurationError where
/// keys do not fit together.
jko::GridEnergy own_energy(const io::Configuration& configuration, const std::string& name, const Grid& grid);

}  // namespace kolmo::wasserstein_flow
