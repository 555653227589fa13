#pragma once
// Ways to move the cells of a line by any distance.

#include <string>
#include <vector>

#include "kolmo/core/claim.hpp"

namespace kolmo::fokker_planck {

/// A line of cells moved by k + θ cells, 0 ≤ θ < 1 (conservative semi-Lagrangian): of cell i the part m_i
/// goes to cell i + k + 1, the rest to i + k. m_i = F(½) − F(½ − θ), F the polynomial through Σp at the
/// `stencil` + 1 faces around the cell: a linear rule, exact for polynomials below its order, for values at
/// centres as for means over cells. No step is too long. Σp is kept to rounding.
///
/// Positive ones take m_i between 0 and p_i: what was ≥ 0 stays so, and no more is lost where p is resolved,
/// but the rule is no longer linear.
/// Source: Filbet, Sonnendrücker, Bertrand (2001), J. Comput. Phys. 172, 166–187; Qiu, Christlieb (2010), J.
/// Comput. Phys. 229, 1130–1149.
struct KineticTransport {
  Claim claim;  ///< the order in space is of L1 errors at a time with steps ∝ h, one more with a fixed number
                ///< of steps
  int stencil;  ///< cells: 3 or 5
  bool positive;
};

/// shift_3, shift_5, shift_5_positive.
const std::vector<KineticTransport>& kinetic_transports();
/// The one of that name; throws InvalidArgument listing the names.
const KineticTransport& kinetic_transport(const std::string& name);

}  // namespace kolmo::fokker_planck
