#pragma once
// Linear systems of the backward equation, and the stationary state.

#include <vector>

#include "kolmo/fokker_planck/operator/generator.hpp"
#include "scaled.hpp"

namespace kolmo::fokker_planck {

/// Cells where paths stop; an empty array: none.
using HeldCells = Eigen::Array<bool, Eigen::Dynamic, 1>;

/// out(i) r_i = Σ_j rate(i→j) r_j + d_i for the chain of a generator that is stopped at absorbing sides and
/// in held cells: Gaussian elimination in which the pivot is the sum of the rates that lead on to cells not
/// yet eliminated and of what is stopped, never a difference (Grassmann, Taksar, Heyman 1985). Real is
/// double, or Scaled where numbers leave its range: rates that underflow are then taken from the ratio of
/// their face.
template <class Real>
class Elimination {
 public:
  /// Throws InvalidArgument on negative rates, a chain that does not fit into memory, and cells whose paths
  /// are never stopped (or, `stationary`, where nothing may stop, that never reach the last cell).
  enum class Purpose { backward, stationary };
  Elimination(const Generator& generator, const HeldCells& held, Purpose purpose = Purpose::backward);

  /// Every number stayed within the range of normal doubles; of Scaled always.
  bool in_range() const { return in_range_; }

  /// u with −Lᵀ u = source outside the held cells and u = 0 on them; source ≥ 0, source on held cells is not
  /// read. One entry a cell.
  std::vector<Real> solve(const std::vector<Real>& source) const;

  /// p with −L p = source: the time that paths spend in each cell, where they start with the law `source` ≥ 0
  /// outside the held cells. One entry a cell.
  std::vector<Real> occupation(const std::vector<Real>& source) const;

  /// π with L π = 0, up to a factor; of a chain made for it.
  std::vector<Scaled> stationary() const;

 private:
  Real& rate(Index from, Index to) { return rates_[slot(from, to)]; }
  const Real& rate(Index from, Index to) const { return rates_[slot(from, to)]; }
  std::size_t slot(Index from, Index to) const {
    return static_cast<std::size_t>(from * (2 * band_ + 1) + band_ + to - from);
  }
  Index place(Index cell) const { return place_[static_cast<std::size_t>(cell)]; }
  bool held(Index cell) const { return held_.size() > 0 && held_(cell); }
  /// One entry a place, and back to one a cell.
  std::vector<Real> in_order(const std::vector<Real>& by_cell) const;
  std::vector<Real> by_cell(const std::vector<Real>& in_order) const;
  void fill(const Generator& generator);
  void eliminate(Purpose purpose);

  Index cells_, band_ = 0;
  std::vector<Index> place_;  ///< of each cell in the order of elimination
  HeldCells held_;
  std::vector<Real> rates_;  ///< 2 band + 1 a cell; towards eliminated cells: rate/out
  std::vector<Real> stopped_, inverse_out_;
  bool in_range_ = true;
};

extern template class Elimination<double>;
extern template class Elimination<Scaled>;

/// Sees whether a double has under- or overflowed since it was made.
class RangeWatch {
 public:
  RangeWatch();
  bool clean() const;
};

}  // namespace kolmo::fokker_planck
