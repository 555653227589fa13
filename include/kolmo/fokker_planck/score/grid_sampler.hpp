#pragma once
// Independent points from a density on a grid.

#include "kolmo/core/grid.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::fokker_planck {

/// Draws from the density that is constant on each cell: the cell by its inverse cdf, then uniformly inside
/// it. Const and thread-safe.
class GridSampler {
 public:
  /// Throws InvalidArgument unless p is finite, ≥ 0, has one value a cell and a positive sum.
  GridSampler(Grid grid, const Eigen::ArrayXd& p);
  /// Points for particles first, first + 1, …: a pure function of (stream, particle). `first` must be a
  /// multiple of 16.
  void sample(const RandomStream& stream, Index first, Block out) const;
  /// n points, block by block in parallel.
  Points sample(const RandomStream& stream, Index n) const;

 private:
  Grid grid_;
  Eigen::ArrayXd cumulative_;  // Σ of p up to and including the cell, ending at 1
};

}  // namespace kolmo::fokker_planck
