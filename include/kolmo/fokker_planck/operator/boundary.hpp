#pragma once
// What happens at the sides of the domain.

#include <array>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck {

enum class Boundary {
  no_flux,    ///< reflecting: nothing passes
  absorbing,  ///< p = 0 at the wall: what reaches it is gone
  periodic,   ///< both sides of an axis are one face
};

/// Lower and upper side of every axis. By default nothing passes.
class Boundaries {
 public:
  /// The same on all sides.
  Boundaries(Boundary everywhere = Boundary::no_flux) : everywhere_(everywhere) {}
  /// sides[axis] = {lower, upper}. Throws InvalidArgument where one side of an axis alone is periodic.
  explicit Boundaries(std::vector<std::array<Boundary, 2>> sides);

  /// side 0 is the lower one. Throws InvalidArgument for an axis that is not there.
  Boundary at(Index axis, Index side) const;
  bool periodic(Index axis) const { return at(axis, 0) == Boundary::periodic; }

 private:
  Boundary everywhere_ = Boundary::no_flux;
  std::vector<std::array<Boundary, 2>> sides_;  ///< empty where all are `everywhere_`
};

}  // namespace kolmo::fokker_planck
