#include "kolmo/problem/problem.hpp"

#include <algorithm>

namespace kolmo::problem {

const char* name_of(Boundary boundary) {
  switch (boundary) {
    case Boundary::reflecting:
      return "reflecting";
    case Boundary::absorbing:
      return "absorbing";
    case Boundary::periodic:
      return "periodic";
    case Boundary::open:
      break;
  }
  return "open";
}

bool Problem::has_boundary() const {
  return std::any_of(boundaries.begin(), boundaries.end(), [](const auto& sides) {
    return sides[0] != Boundary::open || sides[1] != Boundary::open;
  });
}

}  // namespace kolmo::problem
