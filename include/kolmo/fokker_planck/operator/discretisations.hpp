#pragma once
// The list of discretisations, to which a program can append its own.

#include "kolmo/core/catalogue.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::fokker_planck {

/// What discretisations() lists and discretisation() finds.
Catalogue<Discretisation>& discretisation_catalogue();

}  // namespace kolmo::fokker_planck
