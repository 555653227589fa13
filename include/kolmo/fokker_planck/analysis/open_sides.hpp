#pragma once
// Whether there is a law at rest behind the open sides of a domain, and which domain holds it.

#include <vector>

#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::fokker_planck {

/// One side of one axis: 0 lower, 1 upper.
struct Side {
  Index axis, side;
};

/// The cells before a side, and whether the noise across it vanishes there: (G Gᵀ)_kk at the side is below
/// 2⁻³⁰ of that at the cell's centre (or no number). Nothing passes such a side, open or not, and D p is 0 at
/// it.
struct NoiseAtSide {
  std::vector<Index> cells;
  std::vector<bool> vanishes;
};
NoiseAtSide noise_at(const process::Process& process, const Grid& grid, Side side, double time);

/// Those of `sides` at which the noise does not vanish before every cell.
std::vector<Side> passable(const process::Process& process, const Grid& grid, const std::vector<Side>& sides,
                           double time);

/// What the stationary density does at open sides.
struct AtOpenSides {
  enum class Holds {
    here,     ///< the domain holds the law at rest
    wider,    ///< one that is 2^doublings times as wide does
    slowly,   ///< none up to 64 times does, but the density falls faster than 1/x there
    nowhere,  ///< it does not fall faster than 1/x: there is no law at rest
    unknown,  ///< the coefficients are no numbers on a wider domain
  };
  Holds holds = Holds::here;
  Side worst = {0, 0};  ///< where the density is largest
  double share = 0;     ///< of the largest value, on the domain itself
  double last = 0;      ///< the same on the widest domain that was asked
  Index doublings = 0;  ///< of the widest domain that was asked
};

/// The marginal density at rest along the axis of each open side, at that side, over its largest value. Where
/// one is above `largest`, the domain is made twice as wide, four times, … 64 times beyond its open sides,
/// with as many cells, until none is. A density that goes as |x|^(−ν) falls by 2^(−ν) from one to the next,
/// and has an integral for ν > 1: where the last doubling leaves more than half, it has none. Nothing else is
/// closed: `setting.boundaries` says no flux at the open sides; where another side absorbs, the density is
/// the quasi-stationary one. Throws what building a generator on `grid`, stationary_state or
/// quasi_stationary_state throw.
AtOpenSides at_open_sides(const process::Process& process, const Grid& grid, const Setting& setting,
                          const std::vector<Side>& open, double largest);

/// The grid 2^doublings times as wide, beyond those sides alone, with as many cells.
Grid widened(const Grid& grid, const std::vector<Side>& open, Index doublings);

}  // namespace kolmo::fokker_planck
