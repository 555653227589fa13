// Prints the table of schemes that stands in docs/methods/sde_schemes.md.

#include <iostream>

#include "kolmo/measure/sde/scheme_table.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

int main() {
  std::cout << kolmo::measure::catalogue_head() << "\n";
  for (const kolmo::sde::SdeScheme* scheme : kolmo::sde::schemes()) {
    std::cout << kolmo::measure::catalogue_row(scheme->claim()) << "\n";
  }
}
