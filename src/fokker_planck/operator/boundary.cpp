#include "kolmo/fokker_planck/operator/boundary.hpp"

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::fokker_planck {

Boundaries::Boundaries(std::vector<std::array<Boundary, 2>> sides) : sides_(std::move(sides)) {
  require(!sides_.empty() && sides_.size() <= 3, "number of axes with boundaries",
          static_cast<double>(sides_.size()), "must be 1, 2 or 3");
  for (std::size_t axis = 0; axis < sides_.size(); ++axis) {
    if ((sides_[axis][0] == Boundary::periodic) != (sides_[axis][1] == Boundary::periodic)) {
      throw InvalidArgument("boundaries of axis " + number_text(axis) +
                            ": one side alone is periodic; must be both or none");
    }
  }
}

Boundary Boundaries::at(Index axis, Index side) const {
  if (sides_.empty()) return everywhere_;
  require(axis >= 0 && axis < static_cast<Index>(sides_.size()), "axis", static_cast<double>(axis),
          "must be one that has boundaries");
  return sides_[static_cast<std::size_t>(axis)][static_cast<std::size_t>(side)];
}

}  // namespace kolmo::fokker_planck
