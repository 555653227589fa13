// Prints the table of schemes that stands in docs/methods/sde_schemes.md.

#include <iostream>

#include "kolmo/sde/schemes/sde_scheme.hpp"
#include "sde_convergence/catalogue.hpp"

int main() {
  std::cout << kolmo::sde_convergence::catalogue_head() << "\n";
  for (const kolmo::sde::SdeScheme* scheme : kolmo::sde::schemes()) {
    std::cout << kolmo::sde_convergence::catalogue_row(scheme->claim()) << "\n";
  }
}
