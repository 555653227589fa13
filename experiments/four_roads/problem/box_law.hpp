#pragma once
// A start that is given by its density on the domain.

#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/fokker_planck/score/grid_sampler.hpp"

namespace kolmo::four_roads {

/// A law whose density is constant on each cell of a fine grid: paths draw from it, other grids integrate it
/// over their cells, so that all roads start from one law whatever stands behind its cells.
class BoxLaw {
 public:
  /// density: one value a cell, finite and ≥ 0, of positive sum; it is normalised here. Throws
  /// InvalidArgument otherwise.
  BoxLaw(Grid grid, Eigen::ArrayXd density);

  const Grid& grid() const { return grid_; }
  const Eigen::ArrayXd& density() const { return density_; }
  Eigen::VectorXd mean() const;
  Eigen::MatrixXd covariance() const;

  /// Particles first, first + 1, … of a stream; `first` a multiple of 16.
  void sample(const RandomStream& stream, Index first, Block out) const {
    sampler_.sample(stream, first, out);
  }
  /// ∫ over each cell of another grid of the same box, divided by its volume.
  Eigen::ArrayXd on(const Grid& other) const;
  /// out(i) = log p(x_i), linear between the centres of its cells and −∞ where p = 0 beside x_i. 1-D.
  void log_density(const ConstBlock& x, Values out) const;

 private:
  Grid grid_;
  Eigen::ArrayXd density_;
  fokker_planck::GridSampler sampler_;
};

/// The cells of a box that a density is looked at on: 16384 in 1-D, 512² in 2-D, 96³ in 3-D.
Grid fine_cells(std::vector<Axis> box);

}  // namespace kolmo::four_roads
