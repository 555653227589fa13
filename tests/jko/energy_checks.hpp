#pragma once
// An energy's values and derivatives belong together.

#include <array>

#include "kolmo/jko/energy.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::jko::test {

/// ψ′ and ψ″ at s = 0.2 against difference quotients of ψ over 1e-4, whose own errors are 1e-4² ψ‴/6 and
/// ψ⁗/12.
inline std::array<verify::Check, 2> derivatives(const Energy& energy) {
  const double s[3] = {0.2 - 1e-4, 0.2, 0.2 + 1e-4};
  double value[3], first[3], second[3];
  energy.internal_energy(s, value, 3);
  energy.internal_derivatives(s, first, second, 3);
  return {verify::test::compared("ψ′", (value[2] - value[0]) / 2e-4, first[1], 1e-5),
          verify::test::compared("ψ″", (first[2] - first[0]) / 2e-4, second[1], 1e-3)};
}

}  // namespace kolmo::jko::test
