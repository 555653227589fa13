#pragma once
// What the sides of a problem's domain do, in the words of paths and grids. For experiments that link the
// roads.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "kolmo/fokker_planck/operator/boundary.hpp"
#include "kolmo/problem/problem.hpp"
#include "kolmo/sde/drivers/walls.hpp"

namespace kolmo::frame {

/// Of each coordinate: {lower, upper}.
using Sides = std::vector<std::array<problem::Boundary, 2>>;
using Domain = std::vector<std::array<double, 2>>;

/// Mirrors, and ends with the crossings of the bridge, for paths; none where no side is a wall. Rings have no
/// walls: coefficients go on beyond the seam.
inline std::vector<sde::WalledInterval> walled_intervals(const Sides& sides, const Domain& domain) {
  using problem::Boundary;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<sde::WalledInterval> intervals;
  for (std::size_t j = 0; j < sides.size(); ++j) {
    const auto& [lower, upper] = sides[j];
    for (const auto& [side, kind] : {std::pair{Boundary::reflecting, sde::WallKind::reflecting_symmetrised},
                                     std::pair{Boundary::absorbing, sde::WallKind::absorbing_bridge}}) {
      if (lower != side && upper != side) continue;
      intervals.push_back({static_cast<Index>(j), lower == side ? domain[j][0] : -infinity,
                           upper == side ? domain[j][1] : infinity, kind});
    }
  }
  return intervals;
}

/// For grids; an open side lets nothing through.
inline fokker_planck::Boundaries grid_boundaries(const Sides& sides) {
  const auto one = [](problem::Boundary side) {
    if (side == problem::Boundary::absorbing) return fokker_planck::Boundary::absorbing;
    return side == problem::Boundary::periodic ? fokker_planck::Boundary::periodic
                                               : fokker_planck::Boundary::no_flux;
  };
  std::vector<std::array<fokker_planck::Boundary, 2>> all;
  for (const auto& [lower, upper] : sides) all.push_back({one(lower), one(upper)});
  return fokker_planck::Boundaries(std::move(all));
}

/// x into [lower, upper) of each coordinate that is a ring.
inline void wrap(const Sides& sides, const Domain& domain, Block x) {
  for (Index j = 0; j < x.cols(); ++j) {
    const auto k = static_cast<std::size_t>(j);
    if (sides[k][0] != problem::Boundary::periodic) continue;
    const auto& [lower, upper] = domain[k];
    for (Index i = 0; i < x.rows(); ++i) {
      if (x(i, j) >= lower && x(i, j) < upper) continue;
      const double inside = x(i, j) - (upper - lower) * std::floor((x(i, j) - lower) / (upper - lower));
      x(i, j) = inside < upper ? std::max(inside, lower) : lower;  // rounding at the seam
    }
  }
}

/// Whether row i stands on an absorbing wall, and so has ended.
inline bool has_ended(const std::vector<sde::WalledInterval>& walls, const ConstBlock& x, Index i) {
  return std::any_of(walls.begin(), walls.end(), [&](const sde::WalledInterval& wall) {
    const double place = x(i, wall.coordinate);
    return !sde::is_reflecting(wall.kind) && !(place > wall.lower && place < wall.upper);
  });
}

}  // namespace kolmo::frame
