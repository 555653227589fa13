#pragma once
// The list of schemes, to which a program can append its own.

#include "kolmo/core/catalogue.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// What schemes() lists and scheme() finds. An appended scheme must outlive the catalogue's use; it is then
/// measured, run and named in messages as the others are.
Catalogue<const SdeScheme*>& scheme_catalogue();

}  // namespace kolmo::sde
