#pragma once
// Interaction through a kernel on a grid: W∗ρ by Fourier transforms.

#include <memory>

#include "kolmo/core/grid.hpp"
#include "kolmo/density/potential.hpp"

namespace kolmo::jko {

/// (W∗ρ)(x_i) = ∫ W(x_i − y) ρ(y) dy on the grid's box, for ρ constant in each cell: h^d Σ_j W̄(x_i − x_j)
/// ρ_j, W̄ the mean of W over a cell by Gauss's rule of four points an axis, none of which is the middle. So
/// kernels that are infinite at 0 but integrable, log|x| in the plane for one, are as good as others. The
/// error is O(h²) for smooth W, and O(h² log h) for log|x|. Zeros are put around ρ: nothing acts across the
/// walls.
///
/// W must be even (W(−x) = W(x), to 1e-9 of its greatest value on the grid); W > 0 far off attracts where it
/// grows. Grids of one or two axes.
class GridInteraction {
 public:
  /// Throws InvalidArgument for another number of axes, a kernel of another dimension, one that is not finite
  /// somewhere in the box of differences (the place and the value are named), or not even.
  GridInteraction(const Grid& grid, const density::Potential& kernel);
  ~GridInteraction();

  /// out = W∗ρ at the centres, one number a cell. Thread-safe.
  void convolve(const Eigen::ArrayXd& rho, Eigen::ArrayXd& out) const;
  Index cells() const;

 private:
  struct Transform;
  std::unique_ptr<const Transform> transform_;
};

}  // namespace kolmo::jko
